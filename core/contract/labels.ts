import { z } from 'zod'
import { batchId, classId, imageId, imagePoint, runId } from './ids'
import { segmentEdit } from './segments'

/** present/absent: a person said so. undecided: a person looked and could not tell. unknown: nobody looked. */
export const labelState = z.enum(['present', 'absent', 'undecided', 'unknown'])
export type LabelState = z.infer<typeof labelState>

/** A state as it is stored, and as it stands in every dense table [images, classes]. */
export const stateCodes = {
  present: 1,
  absent: -1,
  undecided: 2,
  unknown: 0,
} as const satisfies Record<LabelState, number>

/** Where in the program a decision was taken; `check` is where likely mistakes are gone through. */
export const decisionView = z.enum([
  'label',
  'grid',
  'sweep',
  'image',
  'audit',
  'check',
  'import',
  'command',
  'classes',
  'segment',
])
export type DecisionView = z.infer<typeof decisionView>

/**
 * seed: the first positive of an image; add: a further one; clear: back to unknown; skip: looked,
 * gave no label; merge, split: what became of a label when the classes changed.
 */
export const decisionKind = z.enum([
  'seed',
  'add',
  'accept',
  'reject',
  'undecided',
  'clear',
  'skip',
  'import',
  'merge',
  'split',
])
export type DecisionKind = z.infer<typeof decisionKind>

export const decisionInput = z.object({
  image: imageId,
  /** null only for `skip`. */
  class: classId.nullable(),
  kind: decisionKind,
  /** The state this decision leaves the label in; null only for `skip`. */
  state: labelState.nullable(),
  point: imagePoint.optional(),
  /** The run whose suggestion was answered; absent when the instant model or nobody suggested. */
  run: runId.optional(),
  /** The suggestion's probability when it was answered. */
  probability: z.number().min(0).max(1).optional(),
})
export type DecisionInput = z.infer<typeof decisionInput>

/** One gesture: stored as one batch, acknowledged when durable, taken back by one undo. */
export const decideInput = z.object({
  view: decisionView,
  /** Milliseconds the person spent on the whole gesture. */
  ms: z.number().int().nonnegative(),
  decisions: z.array(decisionInput),
  /** What becomes of masks by the same gesture. One of both lists has something in it. */
  segments: z.array(segmentEdit).max(1000).optional(),
})
export type DecideInput = z.infer<typeof decideInput>

export const batchResult = z.object({
  batch: batchId,
  /** Grows by one with every batch; two windows compare it to know who is behind. */
  revision: z.number().int().nonnegative(),
  images: z.array(imageId),
})
export type BatchResult = z.infer<typeof batchResult>

export const imageLabel = z.object({
  class: classId,
  state: labelState,
  kind: decisionKind,
  /** Milliseconds since 1970. */
  at: z.number(),
  point: imagePoint.nullable(),
  run: runId.nullable(),
})
export type ImageLabel = z.infer<typeof imageLabel>
