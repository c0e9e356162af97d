import type { EpochAnalysis } from '../contract/analyses'
import type { NamedArrays } from '../tensor/named-arrays'
import { analyseEpoch } from './analyses/epoch'
import type { MethodState } from './method'
import type { TrainInput } from './train-input'

/**
 * Collects what one epoch's batches looked like to the model, for analyses that need the hidden truth;
 * without one it does nothing. N images, C classes.
 */
export class EpochProbe {
  private readonly input: TrainInput
  /** [N * C] each; NaN where the epoch did not look. */
  private readonly logits: Float32Array | null
  private masked: Float32Array | null = null

  constructor(input: TrainInput) {
    this.input = input
    this.logits = input.truth ? new Float32Array(input.labels.length) : null
    this.begin()
  }

  begin(): void {
    this.logits?.fill(Number.NaN)
    this.masked?.fill(Number.NaN)
  }

  /** What a step saw of the images `rows`. */
  see(rows: Uint32Array, outputs: { logits: Float32Array; masked?: Float32Array }): void {
    const { classes, labels } = this.input
    if (this.logits === null) return
    scatter(outputs.logits, rows, classes, this.logits)
    if (outputs.masked === undefined) return
    this.masked ??= new Float32Array(labels.length).fill(Number.NaN)
    scatter(outputs.masked, rows, classes, this.masked)
  }

  /** What an epoch that is not at its end has seen. */
  arrays(): NamedArrays {
    return {
      ...(this.logits && { logits: this.logits }),
      ...(this.masked && { masked: this.masked }),
    }
  }

  restore({ logits, masked }: NamedArrays): void {
    if (logits) this.logits?.set(logits)
    if (masked) this.masked = masked.slice()
  }

  /** Null where nobody knows the truth. `judged` are logits of the validation images. */
  analyse(
    marked: Uint8Array,
    judged: Float32Array | null,
    state: MethodState,
  ): EpochAnalysis | null {
    const { logits, masked } = this
    const { truth, validation, labels, classes } = this.input
    if (logits === null || truth === undefined) return null
    return analyseEpoch({
      ...{ logits, labels, truth, marked, classes },
      ...(judged && validation && { validation: { logits: judged, truth: validation.truth } }),
      ...(masked && { masked: { logits: masked, tau: state['tau']?.[0] ?? null } }),
    })
  }
}

function scatter(values: Float32Array, rows: Uint32Array, width: number, into: Float32Array): void {
  rows.forEach((row, i) => {
    into.set(values.subarray(i * width, (i + 1) * width), row * width)
  })
}
