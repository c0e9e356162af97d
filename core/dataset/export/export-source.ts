import type { ExportFormat } from '../../contract/exports'
import type { ImageItem } from '../../contract/images'
import type { ImageLabel } from '../../contract/labels'
import type { Rle } from '../../kernel/mask/bitmap'

export type ExportImage = Pick<ImageItem, 'id' | 'path' | 'width' | 'height'>
export type ExportLabel = Pick<ImageLabel, 'class' | 'state' | 'kind' | 'at' | 'point'>

/** A mask with a class; its grid may be a coarser one than the picture. */
export interface ExportSegment {
  id: number
  class: number
  state: 'kept' | 'proposed'
  mask: Rle
}

export interface ExportRow {
  image: ExportImage
  /** Every label that somebody decided; what is not listed is unknown. */
  labels: ExportLabel[]
  /** Only where the source has masks. */
  segments?: ExportSegment[]
  /** Masks that no class names; no format has a place for them. */
  unclassed?: number
}

export interface ExportSource {
  /** The project's name. */
  name: string
  classes: { id: number; name: string }[]
  /** All images in folder order; gives the same rows each time it is called. */
  rows: () => Iterable<ExportRow> | AsyncIterable<ExportRow>
}

/** One file of an export, in pieces. Its name may lead into folders, with forward slashes. */
export interface ExportFile {
  name: string
  content: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>
}

export interface ExportCounts {
  images: number
  present: number
  absent: number
  undecided: number
  points: number
  /** Images without any label. */
  unlabelled: number
  /** Classes without any label. */
  unused: number
  segments: number
  /** Masks without a class. */
  unclassed: number
  /** Present labels of which no kept segment tells. */
  withoutMask: number
  /** Images whose path is another's but for its ending. */
  sameName: number
}

/** A format is a description, a way to text, and what it cannot hold of given counts. */
export interface DatasetFormat {
  info: ExportFormat
  files: (source: ExportSource) => Iterable<ExportFile> | AsyncIterable<ExportFile>
  lost: (counts: ExportCounts) => string[]
}

/** Names of classes by id. */
export function classNames(source: ExportSource): Map<number, string> {
  return new Map(source.classes.map(({ id, name }) => [id, name]))
}
