import type { ClassId, ImageId } from '../contract/ids'
import { type DecisionKind, type LabelState, stateCodes } from '../contract/labels'

/** One label that is no longer what it was, by indices into the table. */
export interface LabelChange {
  readonly image: number
  readonly class: number
  readonly state: number
  /** Whether it answers a suggestion; seeds and imports do not. */
  readonly answer: boolean
}

interface RowLabel {
  readonly class: ClassId
  readonly state: LabelState
  readonly kind: DecisionKind
}

/** The current state of every (image, class) in memory: what models and sweeps read. */
export class LabelTable {
  /** [N] ids in folder order. */
  readonly images: readonly ImageId[]
  /** [C] ids in the order of the class list. */
  readonly classes: readonly ClassId[]
  /** [N, C] 1 present, -1 absent, 2 undecided, 0 unknown. */
  readonly states: Int8Array
  readonly #imageIndex: ReadonlyMap<ImageId, number>
  readonly #classIndex: ReadonlyMap<ClassId, number>

  constructor(images: readonly ImageId[], classes: readonly ClassId[], states: Int8Array) {
    this.images = images
    this.classes = classes
    this.states = states
    this.#imageIndex = new Map(images.map((id, index) => [id, index]))
    this.#classIndex = new Map(classes.map((id, index) => [id, index]))
  }

  /** Index of an image, or -1 for one that came after this table was made. */
  imageIndex(id: ImageId): number {
    return this.#imageIndex.get(id) ?? -1
  }

  classIndex(id: ClassId): number {
    return this.#classIndex.get(id) ?? -1
  }

  /** What is known of an image and a class; unknown where the table has neither. */
  stateOf(image: ImageId, cls: ClassId): LabelState {
    const [row, column] = [this.imageIndex(image), this.classIndex(cls)]
    return row < 0 || column < 0
      ? 'unknown'
      : nameOf(this.states[row * this.classes.length + column])
  }

  /** Images in which a class is present. */
  imagesWith(cls: ClassId): number[] {
    const found: number[] = []
    const column = this.classIndex(cls)
    for (let row = 0; row < this.images.length && column >= 0; row++) {
      if (this.states[row * this.classes.length + column] === stateCodes.present) found.push(row)
    }
    return found
  }

  /** Brings one image's row up to date and returns what changed. */
  setRow(id: ImageId, labels: readonly RowLabel[]): LabelChange[] {
    const image = this.imageIndex(id)
    if (image < 0) return []
    const row = new Int8Array(this.classes.length)
    const answers = new Set<number>()
    for (const { class: cls, state, kind } of labels) {
      const index = this.classIndex(cls)
      if (index < 0) continue
      row[index] = stateCodes[state]
      if (kind === 'accept' || kind === 'reject') answers.add(index)
    }
    const changes: LabelChange[] = []
    const start = image * this.classes.length
    row.forEach((state, index) => {
      if (this.states[start + index] !== state) {
        changes.push({ image, class: index, state, answer: answers.has(index) })
      }
    })
    this.states.set(row, start)
    return changes
  }
}

function nameOf(code: number | undefined): LabelState {
  if (code === stateCodes.present) return 'present'
  if (code === stateCodes.absent) return 'absent'
  return code === stateCodes.undecided ? 'undecided' : 'unknown'
}
