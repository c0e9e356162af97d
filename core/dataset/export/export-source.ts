import type { ExportFormat } from '../../contract/exports'
import type { ImageItem } from '../../contract/images'
import type { ImageLabel } from '../../contract/labels'

type ExportImage = Pick<ImageItem, 'id' | 'path' | 'width' | 'height'>
export type ExportLabel = Pick<ImageLabel, 'class' | 'state' | 'kind' | 'at' | 'point'>

export interface ExportRow {
  image: ExportImage
  /** Every label that somebody decided; what is not listed is unknown. */
  labels: ExportLabel[]
}

export interface ExportSource {
  /** The project's name. */
  name: string
  classes: { id: number; name: string }[]
  /** All images in folder order; gives the same rows each time it is called. */
  rows: () => Iterable<ExportRow> | AsyncIterable<ExportRow>
}

/** One file of an export, as text in pieces. */
export interface ExportFile {
  name: string
  content: Iterable<string> | AsyncIterable<string>
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
}

/** A format is a description, a way to text, and what it cannot hold of given counts. */
export interface DatasetFormat {
  info: ExportFormat
  files: (source: ExportSource) => ExportFile[]
  lost: (counts: ExportCounts) => string[]
}

/** Names of classes by id. */
export function classNames(source: ExportSource): Map<number, string> {
  return new Map(source.classes.map(({ id, name }) => [id, name]))
}
