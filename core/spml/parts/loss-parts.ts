import type { Gradients, LabelRows, Numbers, OutputName, Outputs } from '../method'
import { PRESENT, UNDECIDED } from '../method'
import { invalid } from './parameters'

/** One of several losses that a step adds up, with its gradient by every output that it reads. */
export type LossPart = {
  loss: number
  grads: { readonly [name in OutputName]?: Numbers }
}

/** A part by its name, and what it counts. */
export type Weighted = Readonly<Record<string, readonly [weight: number, part: LossPart]>>

/** The weighted sum of parts; `size` is B * C. A part that counts nothing is left out. */
export function addUp(
  size: number,
  weighted: Weighted,
): { loss: number; grads: Gradients; parts: Record<string, number> } {
  const sums: { [name in OutputName]?: Float64Array } = {}
  const parts: Record<string, number> = {}
  let loss = 0
  for (const [name, [weight, part]] of Object.entries(weighted)) {
    if (weight === 0) continue
    parts[name] = weight * part.loss
    loss += weight * part.loss
    for (const output of outputNames(part.grads)) {
      const grad = part.grads[output] ?? []
      const sum = (sums[output] ??= new Float64Array(grad.length))
      grad.forEach((value, i) => {
        sum[i] = (sum[i] ?? 0) + weight * value
      })
    }
  }
  const grads = { logits: new Float32Array(size), ...rounded(sums) }
  return { loss, grads, parts }
}

function rounded(sums: LossPart['grads']): { readonly [name in OutputName]?: Float32Array } {
  return Object.fromEntries(
    outputNames(sums).map((name) => [name, Float32Array.from(sums[name] ?? [])]),
  )
}

function outputNames(grads: LossPart['grads']): OutputName[] {
  // The keys of an object literal of this type are names of outputs.
  return Object.keys(grads) as OutputName[]
}

/**
 * An output that a method cannot do without, [B * C] unless `perLabel` is false.
 * @throws Failure PARAMETER_INVALID
 */
export function outputOf(outputs: Outputs, name: OutputName, perLabel = true): Numbers {
  const output = outputs[name]
  if (output === undefined) throw invalid(`The output "${name}" is missing.`)
  if (!perLabel || output.length === outputs.logits.length) return output
  throw invalid(`The output "${name}" has ${output.length} numbers for ${outputs.logits.length}.`)
}

/** How many labels of a batch take part, and how many of them people call present. */
export function countLabels({ state }: LabelRows): { taking: number; present: number } {
  let taking = 0
  let present = 0
  for (const label of state) {
    if (label !== UNDECIDED) taking++
    if (label === PRESENT) present++
  }
  return { taking, present }
}
