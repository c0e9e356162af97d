import { posix } from 'node:path'
import type { LabelState } from '../../contract/labels'
import type { SegmentState } from '../../contract/segments'
import type { Rle } from '../../kernel/mask/bitmap'
import { rleArea } from '../../kernel/mask/rle'
import {
  type ImportedDataset,
  type ImportedImage,
  type ImportedLabel,
  type ImportProblem,
  type Outline,
  limits,
} from './imported-dataset'

/** Gathers classes, images and labels from rows in any order; says what it leaves out and why. */
export class DatasetBuilder {
  readonly classes: string[] = []
  private readonly classIndex = new Map<string, number>()
  private readonly images = new Map<string, ImportedImage>()
  private readonly labelIndex = new Map<string, Map<number, ImportedLabel>>()
  private readonly problems: ImportProblem[] = []
  private unlisted = 0

  report(line: number | null, reason: string): void {
    if (this.problems.length < limits.problems) this.problems.push({ line, reason })
    else this.unlisted += 1
  }

  /** Index of a class, new or known (names are compared without case); null when it has no usable name. */
  addClass(raw: string, line: number | null): number | null {
    const name = raw.normalize('NFC').trim()
    const known = this.classIndex.get(name.toLowerCase())
    if (known !== undefined) return known
    const trouble = classTrouble(name, this.classes.length)
    if (trouble !== null) {
      this.report(line, trouble)
      return null
    }
    this.classIndex.set(name.toLowerCase(), this.classes.length)
    return this.classes.push(name) - 1
  }

  /** Images so far, in their order. */
  known(): ImportedImage[] {
    return [...this.images.values()]
  }

  /** The image of a file, new or known; null when the name is no path inside the picture folder. */
  addImage(raw: string, line: number | null): ImportedImage | null {
    const file = posix.normalize(raw)
    const known = this.images.get(file)
    if (known) return known
    const trouble = pathTrouble(raw, file)
    if (trouble !== null) {
      this.report(line, trouble)
      return null
    }
    const image: ImportedImage = { file, labels: [], split: null }
    this.images.set(file, image)
    this.labelIndex.set(file, new Map())
    return image
  }

  /** Sets a label; the last word about an (image, class) holds. `unknown` says nothing and is left out. */
  setLabel(
    image: ImportedImage,
    classIndex: number,
    state: LabelState,
    point: ImportedLabel['point'] = null,
  ): void {
    if (state === 'unknown') return
    const ofImage = this.labelIndex.get(image.file)
    const known = ofImage?.get(classIndex)
    if (known) {
      known.state = state
      known.point = point ?? known.point
      return
    }
    const label: ImportedLabel = { class: classIndex, state, point }
    image.labels.push(label)
    ofImage?.set(classIndex, label)
  }

  /**
   * Adds the mask that `draw` gives, or tells why there is none in a sentence that `where` begins.
   */
  addSegment(
    image: ImportedImage,
    { where, ...segment }: { class: number | null; state: SegmentState; where: string },
    draw: () => Rle | Outline,
  ): void {
    try {
      const mask = draw()
      if ('counts' in mask && rleArea(mask) === 0)
        this.report(null, `${where}: the mask covers nothing.`)
      else (image.segments ??= []).push({ ...segment, mask })
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.report(null, `${where}: ${error.message}`)
    }
  }

  build(root: string, complete: boolean): ImportedDataset {
    if (this.unlisted > 0) {
      this.problems.push({ line: null, reason: `${this.unlisted} further lines had problems.` })
    }
    const { classes, problems } = this
    return { root, classes, images: this.known(), complete, problems }
  }
}

function classTrouble(name: string, known: number): string | null {
  if (name === '') return 'A class has no name.'
  if (name.length > limits.nameLength) return `A class name is longer than ${limits.nameLength}.`
  if (known >= limits.classes) return `There are more than ${limits.classes} classes.`
  return null
}

function pathTrouble(raw: string, file: string): string | null {
  if (raw.trim() === '') return 'A picture has no file name.'
  if (raw.length > limits.pathLength || raw.includes('\0')) return 'A file name is not usable.'
  const outside = file === '..' || file.startsWith('../') || posix.isAbsolute(file)
  return outside ? `${raw} lies outside the picture folder.` : null
}
