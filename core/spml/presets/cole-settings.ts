import { COLE, ZHOU } from '../methods/sources'
import { byDataset, type ByDataset, familyOf, type Settings } from './preset'

/** Settings of Cole et al. and of the works that keep them: Adam at one rate for all layers. */
const { base } = familyOf({ batch: 8, source: ZHOU })

const batches = byDataset(8, 16, 16, 8)
const rates = byDataset(1e-5, 1e-5, 1e-5, 1e-4)
/** Mean number of classes in an image, as Cole et al. give it to the methods that know it. */
export const EXPECTED = byDataset(1.5, 2.9, 1.9, 31.4)

function settings(more: (dataset: keyof typeof batches) => Partial<Settings>): ByDataset<Settings> {
  const of = (dataset: keyof typeof batches): Settings => ({
    ...base,
    batch: batches[dataset],
    learningRate: rates[dataset],
    ...more(dataset),
  })
  return byDataset(of('voc'), of('coco'), of('nus'), of('cub'))
}

const GRID =
  'Batch and learning rate were chosen from {8, 16} and {1e-2 .. 1e-5} by validation; those of EM stand in.'

/** A method of which only the loss is known, trained as the others of its table. */
const ofTheGrid = (
  parameters: Readonly<Record<string, number>> = {},
  unknown = '',
): ByDataset<Settings> =>
  settings(() => ({ parameters, source: COLE, assumed: unknown ? `${GRID} ${unknown}` : GRID }))

const withExpected = (more: Partial<Settings> = {}): ByDataset<Settings> =>
  settings((dataset) => ({
    source: COLE,
    assumed: GRID,
    ...more,
    parameters: { k: EXPECTED[dataset], ...more.parameters },
  }))

const ALPHA = byDataset(0.2, 0.1, 0.1, 0.01)
const BETA = byDataset(0.02, 0.9, 0.2, 0.4)
const WARMUP = byDataset(5, 5, 4, 3)

export const coleSettings: Readonly<Record<string, ByDataset<Settings>>> = {
  'bce-full': ofTheGrid(),
  'bce-iun': ofTheGrid(),
  iu: ofTheGrid(),
  an: ofTheGrid(),
  wan: ofTheGrid(),
  'an-ls': ofTheGrid({ s: 0.1 }),
  'n-ls': ofTheGrid({ s: 0.1 }, 'Only the name says that negatives alone are smoothed.'),
  l1r: withExpected({ assumed: `${GRID} No source defines it; read as EPR with its norm.` }),
  l2r: withExpected({ assumed: `${GRID} No source defines it; read as EPR with its norm.` }),
  epr: withExpected(),
  pr: ofTheGrid(),
  entmin: ofTheGrid({ alpha: 1 }, 'The weight of the entropy is not published.'),
  focal: ofTheGrid({ gamma: 2 }, 'The focus is not published; 2 is usual.'),
  asl: ofTheGrid({ gneg: 4, gpos: 1, clip: 0.05 }, 'The defaults of its own paper are taken.'),
  role: withExpected(),
  'role-li': withExpected({
    epochs: 35,
    parameters: { s: 0.1, linearEpochs: 25 },
    assumed: `${GRID} 25 epochs of a linear model and 10 of everything are one training here.`,
  }),
  em: settings((dataset) => ({ patience: 1, parameters: { alpha: ALPHA[dataset] } })),
  'em-apl': settings((dataset) => ({
    patience: 1,
    parameters: {
      alpha: ALPHA[dataset],
      beta: BETA[dataset],
      proportion: 0.9,
      warmup: WARMUP[dataset],
    },
  })),
}
