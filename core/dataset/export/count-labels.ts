import type { ExportPreview } from '../../contract/exports'
import type { DatasetFormat, ExportCounts, ExportRow, ExportSource } from './export-source'
import { withoutEnding } from './picture-names'

/** Counts what a project has, in one pass over its rows. */
export async function countLabels(
  source: ExportSource,
  signal: AbortSignal,
): Promise<ExportCounts> {
  const states = { present: 0, absent: 0, undecided: 0, unknown: 0 }
  const count = { images: 0, points: 0, unlabelled: 0 }
  const masks = { segments: 0, unclassed: 0, withoutMask: 0, sameName: 0 }
  const used = new Set<number>()
  const names = new Set<string>()
  for await (const row of source.rows()) {
    signal.throwIfAborted()
    const { labels } = row
    count.images += 1
    const name = withoutEnding(row.image.path)
    if (names.has(name)) masks.sameName += 1
    names.add(name)
    countMasks(row, masks)
    if (labels.length === 0) count.unlabelled += 1
    for (const label of labels) {
      states[label.state] += 1
      if (label.point !== null) count.points += 1
      used.add(label.class)
    }
  }
  const { present, absent, undecided } = states
  return {
    ...count,
    ...masks,
    present,
    absent,
    undecided,
    unused: source.classes.length - used.size,
  }
}

function countMasks(
  { labels, segments = [], unclassed = 0 }: ExportRow,
  counts: Pick<ExportCounts, 'segments' | 'unclassed' | 'withoutMask'>,
): void {
  counts.segments += segments.length
  counts.unclassed += unclassed
  const kept = new Set(segments.flatMap((one) => (one.state === 'kept' ? [one.class] : [])))
  counts.withoutMask += labels.filter(
    (label) => label.state === 'present' && !kept.has(label.class),
  ).length
}

/** What a format would write of a project, and what of the project it would lose. */
export function previewOf(format: DatasetFormat, counts: ExportCounts): ExportPreview {
  const { images, present, absent, undecided } = counts
  const segments = format.info.masks ? counts.segments : 0
  return { images, present, absent, undecided, segments, lost: format.lost(counts) }
}
