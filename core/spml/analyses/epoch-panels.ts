import type { FigurePanel } from '../../contract/analyses'
import type { EpochRecord } from '../../contract/training'
import { NO_TRUTH, epochPanel, lineOver } from './panels'
import type { ShownRun } from './panels'

const OLD_RUN = 'None of these runs kept it. Runs that are trained now do.'
const NOTHING_MARKED = 'None of these methods took a label for a false negative.'
const NO_HELD_OUT = 'There were too few labels to hold some back.'

type Curve = Pick<FigurePanel, 'title' | 'reading' | 'unit'> & {
  measure: (epoch: EpochRecord) => number | null | undefined
  /** Why there may be no value although the truth is known. */
  missing: string
  needsTruth: boolean
}

const curves: readonly Curve[] = [
  {
    title: 'Loss',
    reading: 'Each method has a scale of its own: compare shapes, not heights.',
    unit: 'number',
    measure: ({ loss }) => loss,
    missing: 'No epoch has ended yet.',
    needsTruth: false,
  },
  {
    title: 'Agreement',
    reading: 'How well labels that were held back are ranked. It picks the best epoch.',
    unit: 'share',
    measure: ({ agreement }) => agreement,
    missing: NO_HELD_OUT,
    needsTruth: false,
  },
  {
    title: 'Pseudo-labels',
    reading: 'Unknown labels that the method takes for present.',
    unit: 'count',
    measure: ({ pseudoPositives }) => pseudoPositives,
    missing: 'No epoch has ended yet.',
    needsTruth: false,
  },
  {
    title: 'mAP',
    reading: 'Mean average precision on the truth of the validation pictures.',
    unit: 'share',
    measure: ({ map }) => map,
    missing: 'There are no validation pictures.',
    needsTruth: true,
  },
  {
    title: 'False negatives: precision',
    reading: 'Of the labels taken for false negatives, the share that are.',
    unit: 'share',
    measure: ({ analysis }) => analysis?.falseNegatives?.precision,
    missing: NOTHING_MARKED,
    needsTruth: true,
  },
  {
    title: 'False negatives: recall',
    reading: 'Of all false negatives, the share that was found.',
    unit: 'share',
    measure: ({ analysis }) => analysis?.falseNegatives?.recall,
    missing: NOTHING_MARKED,
    needsTruth: true,
  },
  {
    title: 'False negatives: F1',
    reading: 'Precision and recall in one figure.',
    unit: 'share',
    measure: ({ analysis }) => analysis?.falseNegatives?.f1,
    missing: NOTHING_MARKED,
    needsTruth: true,
  },
  {
    title: 'Wasserstein distance',
    reading: 'How far predictions on positives and negatives lie apart; higher separates better.',
    unit: 'number',
    measure: ({ analysis }) => analysis?.wasserstein,
    missing: OLD_RUN,
    needsTruth: true,
  },
]

/** Curves by epoch of some runs; the look of a line is the place of its run. */
export function epochPanels(runs: readonly ShownRun[], hasTruth: boolean): FigurePanel[] {
  const isOld = runs.every(({ epochs }) => epochs.every(({ analysis }) => analysis == null))
  return curves.map(({ measure, missing, needsTruth, ...panel }) => {
    const lines = runs.map((run, look) => lineOver(run, look, run.name, measure))
    const why = missing === NOTHING_MARKED && isOld ? OLD_RUN : missing
    return epochPanel(panel, lines, needsTruth && !hasTruth ? NO_TRUTH : why)
  })
}
