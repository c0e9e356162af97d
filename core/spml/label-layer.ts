import { gatherRows } from './batches'
import { teachingStates } from './held-out'
import { NO_PSEUDO } from './method'
import type { LabelRows } from './method'
import type { TrainInput } from './train-input'

/**
 * The label table of a training: what people said, never written to; above it the method's targets; and
 * which labels it took for false negatives in the epoch. All [N * C].
 */
export class LabelLayer {
  readonly states: Int8Array
  readonly marked: Uint8Array
  pseudo: Float32Array
  private readonly classes: number
  private readonly truth: Uint8Array | null

  /** `truth` is for methods that declare that they look at it. */
  constructor({ labels, classes }: TrainInput, truth: Uint8Array | null) {
    this.classes = classes
    this.states = teachingStates(labels, classes)
    this.marked = new Uint8Array(labels.length)
    this.pseudo = new Float32Array(labels.length).fill(NO_PSEUDO)
    this.truth = truth
  }

  rows(rows: Uint32Array): LabelRows {
    const { classes } = this
    const size = rows.length * classes
    const labels: LabelRows = {
      rows,
      state: gatherRows(this.states, rows, classes, new Int8Array(size)),
      pseudo: gatherRows(this.pseudo, rows, classes, new Float32Array(size)),
    }
    if (this.truth === null) return labels
    return { ...labels, truth: gatherRows(this.truth, rows, classes, new Uint8Array(size)) }
  }

  all(): LabelRows {
    return { state: this.states, pseudo: this.pseudo, ...(this.truth && { truth: this.truth }) }
  }

  /** Takes over what a step made of the batch `rows`, which it got as `before`. */
  keep(
    rows: Uint32Array,
    before: LabelRows,
    after: { pseudo: Float32Array; marked: readonly number[] },
  ): void {
    const { classes } = this
    for (const i of after.marked) {
      this.marked[(rows[Math.floor(i / classes)] ?? 0) * classes + (i % classes)] = 1
    }
    if (after.pseudo === before.pseudo) return
    rows.forEach((row, i) => {
      this.pseudo.set(after.pseudo.subarray(i * classes, (i + 1) * classes), row * classes)
    })
  }

  /** Labels that count as present without anybody having said so. */
  countPositives(): number {
    const { pseudo, marked } = this
    let count = 0
    for (let i = 0; i < pseudo.length; i++) {
      if ((pseudo[i] ?? 0) >= 0.5 || marked[i] === 1) count++
    }
    return count
  }
}
