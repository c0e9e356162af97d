import type { Recipe } from '../contract/training'
import { batchesOf } from './batches'
import { breathe } from './breathe'
import { checkInput, planOf } from './check-input'
import { identityOf, loadCheckpoint, saveCheckpoint } from './checkpoint'
import { findClosedForm } from './closed-form/catalogue'
import { trainClosedForm } from './closed-form/train-closed-form'
import { completeParameters, findMethod } from './methods'
import { metricsOf } from './report'
import { allRows } from './scorer'
import { TrainingSession } from './session'
import type { TrainEvent, TrainInput, TrainResult } from './train-input'

const SECONDS_BETWEEN_CHECKPOINTS = 2
/** An epoch with a backbone may take an hour: what is lost of it should be minutes. */
const SECONDS_WITHIN_EPOCHS = 120
/** Large ones are written less often: no more than a twentieth of the time goes into them. */
const PAUSES = 20
/** Batches that are read before they are asked for. */
const AHEAD = 2

/**
 * Trains a head, or a backbone with it, and yields what happens: every step, every epoch, every checkpoint, and at the end the
 * result. A device must be in use (`useDevice`). The same input, recipe and device give the same numbers,
 * also when the training was stopped and went on from its checkpoint.
 * @throws Failure NO_SEEDS, METHOD_UNKNOWN, PARAMETER_INVALID, FEATURES_INVALID, TEACHER_INVALID,
 * CHECKPOINT_INVALID, DIVERGED, DISK_FULL, CANCELLED
 */
export async function* train(
  input: TrainInput,
  recipe: Recipe,
  signal: AbortSignal,
): AsyncGenerator<TrainEvent, void, undefined> {
  const solved = findClosedForm(recipe.method)
  if (solved) {
    const parameters = completeParameters(solved, recipe.parameters, 1)
    // What only trainings with epochs can use, mirrored pictures for one, is left unread.
    const plain: Recipe = { ...recipe, head: 'linear', augment: 'none' }
    checkInput(input, solved, plain, { boost: 1, readsMaps: false })
    yield* trainClosedForm(input, recipe, solved, parameters, signal)
    return
  }
  const method = findMethod(recipe.method)
  const parameters = completeParameters(method, recipe.parameters, recipe.epochs)
  const plan = planOf(method, recipe, parameters)
  checkInput(input, method, recipe, plan)
  const session = new TrainingSession(input, recipe, method, parameters, plan)
  try {
    yield* trainInEpochs(session, input, recipe, signal)
  } finally {
    session.dispose()
  }
}

async function* trainInEpochs(
  session: TrainingSession,
  input: TrainInput,
  recipe: Recipe,
  signal: AbortSignal,
): AsyncGenerator<TrainEvent, void, undefined> {
  const saver = await openCheckpoint(input, recipe, session)
  if (recipe.start === 'closed-form' && session.epochs.length === 0) {
    await session.startFromClosedForm(signal)
  }
  for (let epoch = session.epochs.length + 1; epoch <= recipe.epochs; epoch++) {
    if (session.isOutOfPatience) break
    for await (const event of trainEpoch(session, recipe, epoch, signal)) {
      yield event
      if (event.kind !== 'step' || event.step === event.steps) continue
      if (await saver.saveIfDue('step')) yield { kind: 'checkpoint', epoch: epoch - 1 }
    }
    const isLast = epoch === recipe.epochs || session.isOutOfPatience
    if (await saver.saveIfDue(isLast ? 'end' : 'epoch')) yield { kind: 'checkpoint', epoch }
  }
  yield { kind: 'done', result: await conclude(session, input, saver.seconds(), signal) }
}

async function* trainEpoch(
  session: TrainingSession,
  recipe: Recipe,
  epoch: number,
  signal: AbortSignal,
): AsyncGenerator<TrainEvent, void, undefined> {
  const began = performance.now()
  const batches = batchesOf(session.division.training, recipe.batch, recipe.seed, epoch)
  const done = session.stepsDone
  if (done === 0) session.beginEpoch()
  for (const [i, rows] of batches.entries()) {
    if (i < done) continue
    for (const next of batches.slice(i, i + 1 + AHEAD)) session.prepare(next, epoch)
    const loss = await session.step(rows, epoch, i + 1, signal)
    yield { kind: 'step', epoch, step: i + 1, steps: batches.length, loss }
    await breathe(signal)
  }
  // As if all of them had taken as long as those that were not done before.
  const share = batches.length / (batches.length - done)
  const seconds = (share * (performance.now() - began)) / 1000
  yield { kind: 'epoch', record: await session.endEpoch(epoch, seconds, signal) }
}

type Saver = {
  /** What has ended: within epochs it saves seldom, at the end always. */
  saveIfDue: (ended: 'step' | 'epoch' | 'end') => Promise<boolean>
  seconds: () => number
}

/** Takes up the checkpoint of the recipe, if it should and there is one, and keeps it up to date. */
async function openCheckpoint(
  input: TrainInput,
  recipe: Recipe,
  session: TrainingSession,
): Promise<Saver> {
  const { checkpoint } = input
  const identity = identityOf(input, recipe)
  const saved = checkpoint?.resume ? await loadCheckpoint(checkpoint.path, identity) : null
  if (saved !== null) session.restore(saved)
  const began = performance.now()
  const seconds = () => (saved?.seconds ?? 0) + (performance.now() - began) / 1000
  let savedAt = seconds()
  let took = 0
  const saveIfDue: Saver['saveIfDue'] = async (ended) => {
    if (checkpoint === undefined) return false
    const usual = ended === 'step' ? SECONDS_WITHIN_EPOCHS : SECONDS_BETWEEN_CHECKPOINTS
    const wanted = ended === 'step' ? checkpoint.everySecondsWithin : checkpoint.everySeconds
    const pause = wanted ?? Math.max(usual, PAUSES * took)
    if (ended !== 'end' && seconds() - savedAt < pause) return false
    const started = seconds()
    await saveCheckpoint(checkpoint.path, identity, await session.snapshot(started))
    savedAt = seconds()
    took = savedAt - started
    return true
  }
  return { saveIfDue, seconds }
}

/** Scores everything with the best epoch's weights and, where the truth is known, says how right they are. */
async function conclude(
  session: TrainingSession,
  input: TrainInput,
  seconds: number,
  signal: AbortSignal,
): Promise<TrainResult> {
  session.useBest()
  const { best, epochs, labels } = session
  const scores = await session.score(allRows(input.images), signal)
  const judged = await session.scoreValidation(signal)
  const { marked } = labels
  const outcome = { scores, judged, marked, epochs, bestEpoch: best.epoch, seconds }
  const backbone = session.tuned()
  const trust = await session.trust(signal)
  return {
    ...{ head: session.head(), scores, epochs, metrics: metricsOf(input, outcome) },
    ...(trust && { trust }),
    ...(backbone && { backbone }),
  }
}
