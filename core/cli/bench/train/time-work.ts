import type { DeviceInfo, Recipe } from '../../../contract/training'
import { train } from '../../../spml/train'
import type { TrainInput } from '../../../spml/train-input'
import { inputOf, recipeOf } from './made-up-work'
import type { Workload } from './workloads'

/** One measured epoch, or one whole training of the workload `run`. */
export type Turn = { imagesPerSecond: number; seconds: number }

/** Does a workload on the device in use until so many seconds are measured; the first turn warms up. */
export async function* timeWork(
  work: Workload,
  device: DeviceInfo['id'],
  leastSeconds: number,
): AsyncGenerator<Turn> {
  const recipe = { ...recipeOf(work), device }
  const turns =
    work.kind === 'run' ? wholeTrainings(inputOf(work), recipe) : epochs(inputOf(work), recipe)
  let measured = 0
  let isWarm = false
  for await (const turn of turns) {
    if (isWarm) {
      yield turn
      measured += turn.seconds
    }
    isWarm = true
    if (measured >= leastSeconds) return
  }
}

async function* epochs(input: TrainInput, recipe: Recipe): AsyncGenerator<Turn> {
  const end = new AbortController()
  let began = performance.now()
  try {
    for await (const event of train(input, recipe, end.signal)) {
      if (event.kind !== 'epoch') continue
      const { imagesPerSecond } = event.record
      yield { imagesPerSecond, seconds: (performance.now() - began) / 1000 }
      began = performance.now()
    }
  } finally {
    end.abort()
  }
}

async function* wholeTrainings(input: TrainInput, recipe: Recipe): AsyncGenerator<Turn> {
  const { signal } = new AbortController()
  for (;;) {
    const began = performance.now()
    for await (const event of train(input, recipe, signal)) {
      if (event.kind !== 'done') continue
      const seconds = (performance.now() - began) / 1000
      yield { imagesPerSecond: input.images / seconds, seconds }
    }
  }
}
