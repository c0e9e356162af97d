import type { Recipe } from '../../../contract/training'
import { meanAveragePrecision } from '../../../kernel/metrics'
import { batchesOf, gatherRows } from '../../../spml/batches'
import { planOf } from '../../../spml/check-input'
import { completeParameters, findMethod } from '../../../spml/methods'
import { TrainingSession } from '../../../spml/session'
import type { CompletePictures } from './complete-pictures'

type Input = CompletePictures['input']

export function openSession(input: Input, recipe: Recipe): TrainingSession {
  const method = findMethod(recipe.method)
  const parameters = completeParameters(method, recipe.parameters, recipe.epochs)
  const plan = planOf(method, recipe, parameters)
  return new TrainingSession(input, recipe, method, parameters, plan)
}

/** The steps of one epoch, at most `most`; yields the mean loss so far after each. */
export async function* stepsOf(
  session: TrainingSession,
  { batch, seed }: Recipe,
  epoch: number,
  signal: AbortSignal,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<number> {
  const batches = batchesOf(session.division.training, batch, seed, epoch).slice(0, most)
  session.beginEpoch()
  for (const [i, rows] of batches.entries()) {
    for (const next of batches.slice(i, i + 3)) session.prepare(next, epoch)
    yield await session.step(rows, epoch, i + 1, signal)
  }
}

/** Mean average precision over the pictures that are trained on, as at test time. */
export async function trainingMap(
  session: TrainingSession,
  { truth, classes }: Input,
  signal: AbortSignal,
): Promise<number> {
  const rows = session.division.training
  const logits = await session.score(rows, signal)
  const own = gatherRows(truth, rows, classes, new Uint8Array(rows.length * classes))
  return meanAveragePrecision(own, logits, classes).map
}
