import type { NamedArrays, ReadArray } from '../tensor/named-arrays'
import { gatherRows } from './batches'
import type { LabelRows } from './method'
import type { TrainInput } from './train-input'

/** A run is its own teacher once it has learnt for so many epochs. */
const WARM_UP = 1

type Scores = Pick<LabelRows, 'teacher' | 'tileTeacher'>

/** Scores of all images [N * C], and of R tiles of each [N * R * C]. */
export type TeacherScores = { scores: Float32Array; tiles: Float32Array | null }

/**
 * Who a method asks: scores that were given, or the run's own earlier predictions, which begin after the
 * first epoch and are made anew after each. Until then there are no scores.
 */
export class Teacher {
  private readonly given: boolean
  private readonly classes: number
  private known: TeacherScores | null

  constructor({ teacher, classes }: TrainInput) {
    this.given = teacher !== undefined
    this.classes = classes
    this.known = teacher ? { scores: teacher.scores, tiles: teacher.tiles ?? null } : null
  }

  /** Whether the run should tell what it thinks after this epoch. */
  asksAfter(epoch: number): boolean {
    return !this.given && epoch >= WARM_UP
  }

  /** The run's own logits [N * C], and of tiles [N * R * C], become belief that adds up to 1 per picture. */
  learn(logits: Float32Array, tiles: Float32Array | null): void {
    const { classes } = this
    this.known = { scores: softmax(logits, classes), tiles: tiles && softmax(tiles, classes) }
  }

  rows(rows: Uint32Array): Scores {
    if (this.known === null) return {}
    const { scores, tiles } = this.known
    const gather = (table: Float32Array) => {
      const width = (table.length / scores.length) * this.classes
      return gatherRows(table, rows, width, new Float32Array(rows.length * width))
    }
    return { teacher: gather(scores), ...(tiles && { tileTeacher: gather(tiles) }) }
  }

  all(): Scores {
    if (this.known === null) return {}
    const { scores, tiles } = this.known
    return { teacher: scores, ...(tiles && { tileTeacher: tiles }) }
  }

  /** What a run has told itself; scores that were given come again with the input. */
  arrays(): NamedArrays {
    if (this.given || this.known === null) return {}
    const { scores, tiles } = this.known
    return { scores, ...(tiles && { tiles }) }
  }

  restore(read: ReadArray, epoch: number, images: number, tiles: number): void {
    if (!this.asksAfter(epoch)) return
    const size = images * this.classes
    this.known = {
      scores: read('scores', size),
      tiles: tiles > 0 ? read('tiles', size * tiles) : null,
    }
  }
}

/** Of each row of logits [rows * C]. */
function softmax(logits: Float32Array, classes: number): Float32Array {
  const shares = new Float32Array(logits.length)
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes)
    const highest = row.reduce((a, b) => Math.max(a, b))
    const powers = Float64Array.from(row, (logit) => Math.exp(logit - highest))
    const sum = powers.reduce((a, b) => a + b)
    powers.forEach((power, c) => {
      shares[start + c] = power / sum
    })
  }
  return shares
}
