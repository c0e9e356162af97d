import { byDataset, type ByDataset, familyOf, type Settings } from './preset'

/** Settings of works that look at a picture twice, or decode every class with attention. */
const { each } = familyOf({ learningRate: 1e-4 })

const LAC: Partial<Settings> = {
  epochs: 40,
  batch: 32,
  weightDecay: 1e-2,
  optimiser: 'adamw',
  head: 'query2label',
  schedule: 'one-cycle',
  average: 0.9997,
  patience: 8,
  source: 'Xie et al., "Label-Aware Global Consistency", NeurIPS 2022, released code',
  assumed: 'The script has settings for COCO; the ranges for other datasets are not public.',
}

const MIME_BATCH = byDataset(32, 32, 16, 16)
const SCP_EPOCHS = byDataset(120, 60, 60, 100)
const SCP_RATE = byDataset(4e-5, 3e-5, 3e-5, 3e-4)
const HARD_K = byDataset(5, 2, 6, 31)
const KL = byDataset(2, 1, 1, 3)

export const viewSettings: Readonly<Record<string, ByDataset<Settings>>> = {
  ignore: each((dataset) => ({
    epochs: 25,
    learningRate: 1e-5,
    headFactor: 10,
    head: 'map',
    parameters: {
      ...{ lamSPBC: dataset === 'cub' ? 0.5 : 0.1, lamReg: 0.5 },
      ...{ lam: 0.999, gammaCam: 0.4, warmup: 3 },
    },
    source: 'Song et al., "Ignore", ResNet-50, released code',
    assumed: 'Batch and learning rate were chosen from {8, 12, 16} and {1e-4, 1e-5}.',
  })),
  plc: each(() => ({ ...LAC, parameters: { threshold: 0.6 } })),
  lac: each(() => ({
    ...LAC,
    epochs: 80,
    parameters: {
      ...{ threshold: 0.9, firstThreshold: 0.6, firstEpochs: 40 },
      ...{ weight: 1, temperature: 0.5, queue: 512 },
    },
    assumed: `${LAC.assumed} Its two stages of 40 epochs are one training here.`,
  })),
  smile: each(() => ({
    epochs: 25,
    learningRate: 1e-3,
    parameters: { prior: 0.075, mu: 0.3, rate: 0.5, gamma: 0.001, delta: 1 },
    source: 'Xu et al., "One Positive Label is Sufficient", NeurIPS 2022, released code',
    assumed: 'There are no settings for photographs; those of the dataset `scene` stand in.',
  })),
  mime: each((dataset) => ({
    batch: MIME_BATCH[dataset],
    headFactor: 10,
    optimiser: 'adamax',
    head: 'query2label',
    parameters: { beta: 1e-4, theta: 0.95, warmup: dataset === 'cub' ? 5 : 2 },
    source: 'Liu et al., "Revisiting Pseudo-Label", ICML 2023, released code',
  })),
  's2c-ll-ct': each(() => ({
    epochs: 40,
    batch: 8,
    learningRate: 1e-4,
    headFactor: 10,
    weightDecay: 5e-4,
    resolution: 256,
    optimiser: 'sgd',
    head: 'map',
    schedule: 'poly',
    parameters: { delta: 1, ssc: 1, temperature: 1, cpm: 1, sstart: 2, choice: 2, peak: 0.5 },
    source: 'Kweon & Yoon, "From SAM to CAMs", CVPR 2024, released code, PASCAL VOC',
    assumed:
      'Its SGD at 0.02, without momentum for a slip in the code, has no counterpart in Adam: 1e-3 stands in. There are settings for VOC only, with full labels; its pictures are parts of 256 pixels of larger ones, its network is a ResNet-38.',
  })),
  scpnet: each((dataset) => ({
    epochs: SCP_EPOCHS[dataset],
    batch: dataset === 'cub' ? 96 : 128,
    learningRate: SCP_RATE[dataset],
    weightDecay: 1e-4,
    resolution: 224,
    average: 0.9997,
    parameters: {
      pCutoff: 0.95,
      hardK: HARD_K[dataset],
      klLambda: KL[dataset],
      consistency: 0.125,
    },
    source: 'Ding et al., "SCPNet", CVPR 2023, released code',
    assumed: 'Its backbone is that of CLIP ResNet-50, its logits are similarities to texts.',
  })),
}
