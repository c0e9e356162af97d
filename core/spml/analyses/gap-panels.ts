import type { FigurePanel, GroupMeans } from '../../contract/analyses'
import type { EpochRecord } from '../../contract/training'
import { NO_TRUTH, epochPanel, lineOver, rangeOf } from './panels'
import type { ShownRun } from './panels'

const NO_LOGITS = 'This run did not keep it. Runs that are trained now do.'
const NO_MASK = 'This method never looks at masked pictures; only IGNORE does.'

const groups: readonly { key: keyof GroupMeans; name: string }[] = [
  { key: 'observed', name: 'Observed positives' },
  { key: 'hidden', name: 'Hidden positives' },
  { key: 'negative', name: 'True negatives' },
]

type Means = (epoch: EpochRecord) => GroupMeans | null | undefined

/**
 * Mean logits and information gaps of the three groups by epoch, a panel each for every run, and the
 * threshold of the gap by run (IGNORE, figures 3a and 5b). Panels of one kind share their range.
 */
export function gapPanels(runs: readonly ShownRun[], hasTruth: boolean): FigurePanel[] {
  const logits = groupPanels(runs, ({ analysis }) => analysis?.logits, {
    title: 'Mean logit',
    reading: 'Hidden positives should rise towards the observed ones, true negatives stay low.',
    missing: hasTruth ? NO_LOGITS : NO_TRUTH,
  })
  const gaps = groupPanels(runs, ({ analysis }) => analysis?.gap, {
    title: 'Information gap',
    reading: 'How much a logit moves when the rest of the picture is hidden.',
    missing: hasTruth ? NO_MASK : NO_TRUTH,
  })
  const tau = epochPanel(
    {
      title: 'Threshold of the gap, τ',
      reading: 'Unknown labels with a larger gap are taken for false negatives.',
      unit: 'number',
    },
    runs.map((run, look) => lineOver(run, look, run.name, ({ analysis }) => analysis?.gap?.tau)),
    hasTruth ? 'None of these methods looks at masked pictures; only IGNORE does.' : NO_TRUTH,
  )
  return [...logits, ...gaps, tau]
}

function groupPanels(
  runs: readonly ShownRun[],
  means: Means,
  { title, reading, missing }: { title: string; reading: string; missing: string },
): FigurePanel[] {
  const lines = runs.map((run) =>
    groups.map(({ key, name }, look) => lineOver(run, look, name, (epoch) => means(epoch)?.[key])),
  )
  const range = rangeOf(lines.flat())
  return runs.map((run, i) =>
    epochPanel(
      { title: `${title}: ${run.name}`, reading, unit: 'number', range },
      lines[i] ?? [],
      missing,
    ),
  )
}
