import type { FigurePanel } from '../../contract/analyses'
import { ABSENT, PRESENT, UNKNOWN } from '../method'
import { density, histogramsOf } from './distribution'
import type { Group, Histogram } from './distribution'
import { rangeOf } from './panels'

/** The look of the observed positives, the first group. */
const OBSERVED = 0
/** Peaks are cut off so many times above the highest observed positives. */
const NEEDLE = 3

/** What a finished run made of its training images; every array is [N * C], row-major. */
export type ScoredRun = {
  name: string
  logits: Float32Array
  /** What people said when it started. */
  labels: Int8Array
  truth: Uint8Array | null
  classes: number
  /** The class that is looked at; null for all of them together. */
  column: number | null
}

/** A panel for each run: how its probabilities are spread over positives and negatives. */
export async function distributionPanels(
  runs: readonly ScoredRun[],
  breathe: () => Promise<void>,
): Promise<FigurePanel[]> {
  const panels: FigurePanel[] = []
  for (const run of runs) {
    const { column, classes } = run
    const entries = column === null ? { first: 0, step: 1 } : { first: column, step: classes }
    const groups = groupsOf(run)
    panels.push(panelOf(run, groups, await histogramsOf(run.logits, entries, groups, breathe)))
  }
  return panels.map((panel) => ({ ...panel, range: rangeOfAll(panels) }))
}

/**
 * The same for all panels, and not higher than three times the highest positives: nearly all negatives
 * lie in a needle at 0, beside which nothing else could be seen.
 */
function rangeOfAll(panels: readonly FigurePanel[]): [number, number] | null {
  const all = rangeOf(panels.flatMap(({ lines }) => lines))
  const positives = rangeOf(
    panels.flatMap(({ lines }) => lines.filter(({ look }) => look === OBSERVED)),
  )
  return all && [0, Math.min(all[1], NEEDLE * (positives ?? all)[1])]
}

function groupsOf({ labels, truth }: ScoredRun): Group[] {
  const observed = { name: 'Observed positives', has: (i: number) => labels[i] === PRESENT }
  if (truth !== null) {
    return [
      observed,
      { name: 'All positives', has: (i) => truth[i] === 1 },
      { name: 'True negatives', has: (i) => truth[i] !== 1 },
    ]
  }
  return [
    observed,
    { name: 'Unknown', has: (i) => labels[i] === UNKNOWN },
    { name: 'Observed absent', has: (i) => labels[i] === ABSENT },
  ]
}

function panelOf(
  { name, truth }: ScoredRun,
  groups: readonly Group[],
  histograms: readonly Histogram[],
): FigurePanel {
  const lines = groups.flatMap((group, look) => {
    const histogram = histograms[look]
    if (!histogram || histogram.count === 0) return []
    const mean = (histogram.sum / histogram.count).toFixed(3)
    const label = `${group.name} (${histogram.count.toLocaleString('en')}, mean ${mean})`
    return [{ name: label, look, ...density(histogram) }]
  })
  const reading =
    truth === null
      ? 'Unknown labels near the observed positives are the likely ones. Tall peaks are cut off.'
      : 'The less positives and negatives overlap, the better. Tall peaks are cut off.'
  return {
    title: name,
    reading,
    xTitle: 'Predicted probability',
    unit: 'number',
    range: null,
    lines,
    missing: lines.length === 0 ? 'There is no label to show.' : '',
  }
}
