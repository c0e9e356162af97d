import { z } from 'zod'
import { epochAnalysis } from './analyses'
import { deviceChoice } from './compute-devices'
import { failureCode } from './failures'
import { runId } from './ids'

export { deviceId, type DeviceId, deviceInfo, type DeviceInfo } from './compute-devices'

export const parameterInfo = z.object({
  id: z.string(),
  title: z.string(),
  default: z.number(),
  min: z.number(),
  max: z.number(),
  integer: z.boolean(),
  /** Where the default comes from. */
  source: z.string(),
})
export type ParameterInfo = z.infer<typeof parameterInfo>

export const methodInfo = z.object({
  id: z.string(),
  title: z.string(),
  /** One sentence: what it believes about unknown labels. */
  belief: z.string(),
  /** Paper and year. */
  source: z.string(),
  needs: z.array(
    z.enum(['truth', 'map-head', 'second-view', 'teacher', 'trainable-backbone', 'segments']),
  ),
  /** Where it cannot be what its paper has, on cached features for one; null when it is exact. */
  limits: z.string().nullable(),
  parameters: z.array(parameterInfo),
  recommended: z.boolean(),
  /** Trained step by step; false where the classifier is solved for in one go. */
  inEpochs: z.boolean(),
})
export type MethodInfo = z.infer<typeof methodInfo>

export const backboneInfo = z.object({
  /** Id of the catalogue, or an absolute path. */
  id: z.string(),
  title: z.string(),
  /** Channels of its feature map. */
  channels: z.number().int(),
  bytes: z.number(),
  licence: z.string(),
})
export type BackboneInfo = z.infer<typeof backboneInfo>

/** Everything that decides the numbers of a run; stored with it. */
export const recipe = z.object({
  method: z.string(),
  parameters: z.record(z.string(), z.number()),
  backbone: z.string(),
  /** Side in pixels that pictures are squeezed to. */
  resolution: z.number().int(),
  /** What stands on the backbone: weights on pooled features, on every cell of the map, or Query2Label. */
  head: z.enum(['linear', 'map', 'query2label']),
  /** Where the weights start: at zero (also when absent), or where one closed-form step leads. */
  start: z.enum(['zero', 'closed-form']).optional(),
  /** Factor of positive evidence in the map before it is pooled (BoostLU); 1, also when absent, is none. */
  boost: z.number().min(1).max(100).optional(),
  /** What is trained: what stands on the backbone, also when absent, or the backbone with it. */
  trains: z.enum(['head', 'all']).optional(),
  /**
   * Parts in which a batch goes through a backbone that is trained, one after the other; as many as the
   * memory asks for when absent.
   */
  accumulate: z.number().int().min(1).max(1024).optional(),
  /** Learning rate of a backbone that is trained, as a share of its head's; 0.1 when absent. */
  backboneRate: z.number().min(0).max(100).optional(),
  /** Whether batch norm of a backbone that is trained follows the batches; `train` when absent. */
  batchNorm: z.enum(['train', 'frozen']).optional(),
  /**
   * `flip`: half of the pictures are mirrored, others in every epoch. `crop`: also a part of the picture
   * drawn at random, in colours changed a little; only where the backbone is trained.
   */
  augment: z.enum(['none', 'flip', 'crop']).optional(),
  /** How the learning rate goes over the training; constant when absent. */
  schedule: z.enum(['constant', 'one-cycle', 'poly']).optional(),
  /** Decay of the moving average of the weights that is judged and kept; 0, also when absent, is none. */
  average: z.number().min(0).max(0.99999).optional(),
  /**
   * Who a method with a teacher asks: `self`, also when absent, is what the run itself said after the
   * epochs before; `run-7`: what that run trusts in; else the path of a file of scores.
   */
  teacher: z.string().min(1).optional(),
  /** Whose segments teach a method that looks at some: the one that cut most pictures when absent. */
  segmenter: z.string().min(1).optional(),
  epochs: z.number().int().positive(),
  /** Stop after so many epochs without a better ranking of held-out labels; never when absent. */
  patience: z.number().int().positive().optional(),
  batch: z.number().int().positive(),
  learningRate: z.number().positive(),
  weightDecay: z.number().nonnegative(),
  seed: z.number().int(),
  device: deviceChoice,
})
export type Recipe = z.infer<typeof recipe>

/** What a person may choose; the rest comes from the recommended recipe. */
export const recipeChoice = recipe.partial()
export type RecipeChoice = z.infer<typeof recipeChoice>

export const epochRecord = z.object({
  epoch: z.number().int(),
  loss: z.number(),
  /** Validation mAP on the hidden truth, 0..1; null where nobody knows the truth. */
  map: z.number().nullable(),
  /** Ranking of held-out human labels, 0..1: what picks the best epoch. */
  agreement: z.number().nullable(),
  pseudoPositives: z.number().int(),
  imagesPerSecond: z.number(),
  /** Only where somebody knows the truth. */
  analysis: epochAnalysis.nullish(),
})
export type EpochRecord = z.infer<typeof epochRecord>

export const runState = z.enum(['running', 'done', 'cancelled', 'failed'])

export const runMetrics = z.object({
  /** Validation mAP after the last epoch, at its best epoch, and over the hidden labels of the training part. */
  map: z.number().nullable(),
  mapBest: z.number().nullable(),
  hiddenMap: z.number().nullable(),
  falseNegatives: z
    .object({ precision: z.number(), recall: z.number(), f1: z.number() })
    .nullable(),
  wasserstein: z.number().nullable(),
  agreement: z.number().nullable(),
  bestEpoch: z.number().int().nullable(),
  seconds: z.number(),
  featureSeconds: z.number(),
  trainSeconds: z.number(),
})
export type RunMetrics = z.infer<typeof runMetrics>

export const runInfo = z.object({
  id: runId,
  /** Counts from 1 within the project. */
  number: z.number().int(),
  at: z.number(),
  state: runState,
  recipe,
  device: z.string(),
  images: z.number().int(),
  classes: z.number().int(),
  /** Decisions that existed when it started. */
  decisions: z.number().int(),
  metrics: runMetrics.nullable(),
  epochs: z.array(epochRecord),
  failure: z.string().nullable(),
  /** DEVICE_FAILED: another device may go on from the last checkpoint. */
  failureCode: failureCode.nullish(),
  /** What happened on the way that decides its numbers too, in sentences. */
  notes: z.array(z.string()).optional(),
})
export type RunInfo = z.infer<typeof runInfo>

export const trainingPlan = z.object({
  recipe,
  /** "EM+APL on 4,000 images, mini backbone, about 40 s on this CPU." */
  sentence: z.string(),
  seconds: z.number(),
  images: z.number().int(),
  seeds: z.number().int(),
  /** Why training cannot start now, in words; empty when it can. */
  obstacles: z.array(z.string()),
})
export type TrainingPlan = z.infer<typeof trainingPlan>
