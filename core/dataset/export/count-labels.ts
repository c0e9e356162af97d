import type { ExportPreview } from '../../contract/exports'
import type { DatasetFormat, ExportCounts, ExportSource } from './export-source'

/** Counts what a project has, in one pass over its rows. */
export async function countLabels(
  source: ExportSource,
  signal: AbortSignal,
): Promise<ExportCounts> {
  const states = { present: 0, absent: 0, undecided: 0, unknown: 0 }
  const count = { images: 0, points: 0, unlabelled: 0 }
  const used = new Set<number>()
  for await (const { labels } of source.rows()) {
    signal.throwIfAborted()
    count.images += 1
    if (labels.length === 0) count.unlabelled += 1
    for (const label of labels) {
      states[label.state] += 1
      if (label.point !== null) count.points += 1
      used.add(label.class)
    }
  }
  const { present, absent, undecided } = states
  return { ...count, present, absent, undecided, unused: source.classes.length - used.size }
}

/** What a format would write of a project, and what of the project it would lose. */
export function previewOf(format: DatasetFormat, counts: ExportCounts): ExportPreview {
  const { images, present, absent, undecided } = counts
  return { images, present, absent, undecided, lost: format.lost(counts) }
}
