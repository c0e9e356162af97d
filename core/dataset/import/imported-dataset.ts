import { Failure } from '../../contract/failures'
import type { ImagePoint } from '../../contract/ids'
import type { LabelState } from '../../contract/labels'
import type { SegmentState } from '../../contract/segments'
import type { Rle } from '../../kernel/mask/bitmap'
import type { Ring } from '../../kernel/mask/geometry'

export interface ImportedLabel {
  /** Index into the dataset's classes. */
  class: number
  state: Exclude<LabelState, 'unknown'>
  point: ImagePoint | null
}

/** Corners as fractions of the picture, for files that do not tell how large it is. */
export interface Outline {
  readonly rings: readonly Ring[]
}

/** A mask over the whole picture, on the grid that its file has. */
export interface ImportedSegment {
  /** Index into the dataset's classes; null for a mask of none. */
  class: number | null
  state: SegmentState
  mask: Rle | Outline
}

/** What a reader is asked for. */
export interface Wanted {
  /** Drawing masks takes time and memory that labels of whole pictures do not need. */
  masks: boolean
}

export interface ImportedImage {
  /** Relative to the dataset's root, with forward slashes. */
  file: string
  labels: ImportedLabel[]
  /** The official validation or test part is `validation`. */
  split: 'train' | 'validation' | null
  /** What an annotator is taken to have said, where the dataset tells that beside the full labels. */
  observed?: Omit<ImportedLabel, 'point'>[]
  /** Where masks were asked for and the format has them. */
  segments?: ImportedSegment[]
}

/** Something that was left out, and where it stands. */
export interface ImportProblem {
  /** 1-based; null where the format has no lines. */
  line: number | null
  reason: string
}

/** What every importer returns. */
export interface ImportedDataset {
  /** The folder that the file names are relative to. */
  root: string
  classes: string[]
  images: ImportedImage[]
  /** True when a class that an image does not list is known to be absent from it. */
  complete: boolean
  problems: ImportProblem[]
}

export const limits = {
  jsonBytes: 256 * 2 ** 20,
  lineBytes: 2 ** 20,
  /** One element of a JSON file that is streamed. */
  itemBytes: 16 * 2 ** 20,
  classes: 10_000,
  nameLength: 200,
  pathLength: 4096,
  /** Problems beyond these are counted in one closing line. */
  problems: 1000,
}

/** A Failure IMPORT_INVALID that names the file and, where there is one, the line. */
export function invalid(path: string, reason: string, line: number | null = null): Failure {
  const place = line === null ? '' : `Line ${line}: `
  return new Failure('IMPORT_INVALID', `${place}${reason}`, {
    advice: 'Mend the file, or choose another one.',
    path,
  })
}
