import { lossFromOutputs } from '../tensor/loss-op'
import type { LossOfOutputs, OutputNumbers } from '../tensor/loss-op'
import * as tf from '../tensor/tf'
import { assign } from '../tensor/trained'
import { concat } from './batches'
import { tensorOf } from './heads/network'
import type { Batch, Forward, Network, StepGradients } from './heads/network'

/** Loss and gradients of what a network made of a batch, by the names of the outputs. */
export type Evaluate = LossOfOutputs

/** What a step is shown: every picture plain, and where the method asks for it, changed strongly. */
export type StepViews = { plain: Batch; strong?: Batch }

/** Passes of a view in parts have seeds of their own, far from those of other steps. */
const PART_STRIDE = 0x9e3779b1

/** Of the whole batch in one pass through the network. `seed` and `seed + 1` are the chance of its passes. */
export function gradientsOfBatch(
  network: Network,
  { plain, strong }: StepViews,
  evaluate: Evaluate,
  seed: number,
): StepGradients {
  const { gradients } = network
  if (gradients && strong === undefined) {
    const x = tensorOf(plain)
    try {
      return gradients(x, evaluate)
    } finally {
      x.dispose()
    }
  }
  const safely = withoutThrowing(evaluate)
  const lossOf = (x: tf.Tensor, changed: tf.Tensor | undefined) => {
    const first = network.forward(x, { training: true, seed })
    const second = changed && network.forward(changed, { training: true, seed: seed + 1 })
    const outputs = { ...namesOf('plain', first), ...(second && namesOf('strong', second)) }
    return lossFromOutputs(outputs, safely.evaluate)
  }
  let loss = Number.NaN
  try {
    const grads = tf.tidy(() => {
      const [x, changed] = [tensorOf(plain), strong && tensorOf(strong)]
      const found = tf.variableGrads(() => lossOf(x, changed), variablesOf(network))
      loss = found.value.dataSync<'float32'>()[0] ?? Number.NaN
      return found.grads
    })
    if (safely.thrown.length === 0) return { loss, grads }
    disposeAll(grads)
  } finally {
    network.release?.()
  }
  throw safely.thrown[0]
}

/**
 * The same of at most `most` images at once, in two rounds: what the network makes of every part, the
 * loss of the whole batch, and then each part's gradients anew. Whatever a loss compares within its batch
 * stays as it is, and so do the numbers, for a network without batch statistics and chance; statistics
 * are those of the parts. Costs one more forward pass. `pause` is awaited between parts.
 */
export async function gradientsInParts(
  network: Network,
  views: StepViews,
  evaluate: Evaluate,
  { seed, most, pause }: { seed: number; most: number; pause: () => Promise<void> },
): Promise<StepGradients> {
  const parts = partsOf(views, most, seed)
  const told = await outputsOf(network, parts, pause)
  const { loss, grads: slopes } = evaluate(joined(told))
  const sums: Record<string, tf.Tensor> = {}
  try {
    for (const part of parts) {
      await pause()
      addTo(sums, gradientsOfPart(network, part, slopes))
    }
  } catch (error) {
    disposeAll(sums)
    network.release?.()
    throw error
  }
  return { loss, grads: sums }
}

type Part = { view: keyof StepViews; batch: Batch; start: number; images: number; seed: number }

function partsOf(views: StepViews, most: number, seed: number): Part[] {
  const parts: Part[] = []
  const cut = (view: Part['view'], batch: Batch, passSeed: number) => {
    const [images = 0, ...rest] = batch.shape
    const size = rest.reduce((product, length) => product * length, 1)
    for (let start = 0; start < images; start += most) {
      const count = Math.min(most, images - start)
      const data = batch.data.subarray(start * size, (start + count) * size)
      const own = (passSeed + Math.imul(start, PART_STRIDE)) >>> 0
      parts.push({
        view,
        batch: { data, shape: [count, ...rest] },
        start,
        images: count,
        seed: own,
      })
    }
  }
  cut('plain', views.plain, seed)
  if (views.strong) cut('strong', views.strong, seed + 1)
  return parts
}

/** What the network makes of each part, by name; leaves its running statistics as they were. */
async function outputsOf(
  network: Network,
  parts: readonly Part[],
  pause: () => Promise<void>,
): Promise<OutputNumbers[]> {
  const putBack = keepStatistics(network)
  const told: OutputNumbers[] = []
  try {
    for (const part of parts) {
      await pause()
      told.push(outputsOfPart(network, part))
    }
    return told
  } finally {
    putBack()
  }
}

function outputsOfPart(network: Network, { view, batch, seed }: Part): OutputNumbers {
  try {
    const outputs = tf.tidy(() =>
      namesOf(view, network.forward(tensorOf(batch), { training: true, seed })),
    )
    const numbers = Object.entries(outputs).map(([name, output]) => {
      const own = output.dataSync<'float32'>().slice()
      output.dispose()
      return [name, own] as const
    })
    return Object.fromEntries(numbers)
  } finally {
    network.release?.()
  }
}

/** Arrays of the same name, one after the other: images come first in every output. */
function joined(told: readonly OutputNumbers[]): OutputNumbers {
  const names = new Set(told.flatMap((outputs) => Object.keys(outputs)))
  return Object.fromEntries(
    [...names].map((name) => [name, concat(told.flatMap((one) => one[name] ?? []))]),
  )
}

/** By the loss's slopes [B * ...] at the outputs of the whole batch; a part has its own rows of them. */
function gradientsOfPart(
  network: Network,
  { view, batch, start, images, seed }: Part,
  slopes: ReturnType<Evaluate>['grads'],
): Record<string, tf.Tensor> {
  return tf.tidy(() => {
    const ofPart = () => {
      const outputs = namesOf(view, network.forward(tensorOf(batch), { training: true, seed }))
      const own = Object.entries(outputs).map(([name, { size }]) => {
        const each = size / images
        return [name, slopes[name]?.subarray(start * each, (start + images) * each)] as const
      })
      return lossFromOutputs(outputs, () => ({ loss: 0, grads: Object.fromEntries(own) }))
    }
    return tf.variableGrads(ofPart, variablesOf(network)).grads
  })
}

function addTo(sums: Record<string, tf.Tensor>, grads: Record<string, tf.Tensor>): void {
  for (const [name, grad] of Object.entries(grads)) {
    const before = sums[name]
    sums[name] = before ? tf.add(before, grad) : grad
    if (!before) continue
    before.dispose()
    grad.dispose()
  }
}

/** Remembers the running statistics; whoever looked in training puts them back with what is returned. */
export function keepStatistics({ buffers = [] }: Network): () => void {
  const kept = buffers.map(
    ({ variable }) => [variable, variable.dataSync<'float32'>().slice()] as const,
  )
  return () => {
    for (const [variable, numbers] of kept) assign(variable, numbers)
  }
}

export function disposeAll(tensors: Record<string, tf.Tensor>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose()
}

const variablesOf = ({ trained }: Network) => trained.map(({ variable }) => variable)

/** The outputs that losses know, by the view that they are of. */
function namesOf(view: keyof StepViews, forward: Forward): Record<string, tf.Tensor> {
  const { logits, embedding, latentMean, latentLogDeviation, cells, evidence } = forward
  if (view === 'strong') return { strong: logits, ...(embedding && { strongEmbedding: embedding }) }
  return {
    logits,
    ...(embedding && { embedding }),
    ...(latentMean && { latentMean }),
    ...(latentLogDeviation && { latentLogDeviation }),
    ...(cells && { cells }),
    ...(evidence && { evidence }),
  }
}

/** TensorFlow.js loses track of its tensors when something is thrown inside of a gradient: so it is after. */
function withoutThrowing(evaluate: Evaluate): { evaluate: Evaluate; thrown: readonly unknown[] } {
  const thrown: unknown[] = []
  const caught: Evaluate = (values) => {
    try {
      return evaluate(values)
    } catch (error) {
      thrown.push(error)
      return { loss: Number.NaN, grads: {} }
    }
  }
  return { evaluate: caught, thrown }
}
