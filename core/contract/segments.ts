import { z } from 'zod'
import { classId, imageId, imagePoint, runId } from './ids'

/** Never used again after its segment is deleted. */
export const segmentId = z.number().int().positive().brand<'SegmentId'>()
export type SegmentId = z.infer<typeof segmentId>

/**
 * A mask over the whole upright picture. Its grid is the picture's own size, or smaller where the
 * picture is very large; `counts` are COCO's compressed run lengths, column by column, outside first.
 */
export const mask = z.object({
  width: z.number().int().min(1).max(32_768),
  height: z.number().int().min(1).max(32_768),
  counts: z.string().max(4_000_000),
})
export type Mask = z.infer<typeof mask>

/** Masks that are made here are at most so many pixels on their longest side. */
export const longestMaskSide = 2048

/** proposed: by a machine, nobody looked. kept: a person drew or accepted it. rejected: a person said no. */
export const segmentState = z.enum(['proposed', 'kept', 'rejected'])
export type SegmentState = z.infer<typeof segmentState>

/** How a mask came about. `suggestion`: the model's activation prompted a segmenter. */
export const segmentSource = z.enum([
  'prompts',
  'drawn',
  'everything',
  'suggestion',
  'copied',
  'merged',
  'split',
  'import',
])
export type SegmentSource = z.infer<typeof segmentSource>

const box = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() })

const stroke = z.object({
  points: z.array(imagePoint).min(1).max(20_000),
  positive: z.boolean(),
  /** As a fraction of the picture's width. */
  width: z.number().positive().max(1),
})

/** What a person points at; all places as fractions of the upright picture. */
export const segmentPrompt = z.object({
  points: z
    .array(z.object({ at: imagePoint, positive: z.boolean() }))
    .max(500)
    .default([]),
  box: box.nullable().default(null),
  strokes: z.array(stroke).max(100).default([]),
  /** The answer whose mask these prompts refine. */
  previous: z
    .object({ answer: z.string(), choice: z.number().int().nonnegative() })
    .nullable()
    .default(null),
})
export type SegmentPrompt = z.infer<typeof segmentPrompt>

const scores = {
  /** The IoU that the segmenter expects of its mask, 0..1; null where nothing expects one. */
  quality: z.number().nullable(),
  /** IoU of the mask at two thresholds around its own, 0..1. */
  stability: z.number().nullable(),
}

export const promptAnswer = z.object({
  /** What `previous` calls it; forgotten after a few more answers. */
  answer: z.string(),
  model: z.string(),
  /** Best first; `Tab` goes through them. Empty when nothing is there. */
  choices: z.array(z.object({ mask, ...scores })),
})
export type PromptAnswer = z.infer<typeof promptAnswer>

export const segmentInfo = z.object({
  id: segmentId,
  image: imageId,
  class: classId.nullable(),
  state: segmentState,
  source: segmentSource,
  /** The segmenter that made it; null where a person did. */
  model: z.string().nullable(),
  /** The run whose activation prompted it. */
  run: runId.nullable(),
  mask,
  /** Share of the picture, 0..1. */
  area: z.number(),
  ...scores,
  /** Stability times the class's mean activation inside, 0..1; null where no class prompted it. */
  reliability: z.number().nullable(),
  /** Milliseconds since 1970. */
  at: z.number(),
})
export type SegmentInfo = z.infer<typeof segmentInfo>

export const newSegment = segmentInfo
  .omit({ id: true, area: true, at: true })
  .partial({ model: true, run: true, quality: true, stability: true, reliability: true })
export type NewSegment = z.infer<typeof newSegment>

/** One change of segments. Several of them, and decisions about labels, may be one gesture. */
export const segmentEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add'), segments: z.array(newSegment).min(1).max(2000) }),
  z.object({ kind: z.literal('draw'), segment: segmentId, mask }),
  z.object({
    kind: z.literal('relabel'),
    segments: z.array(segmentId).min(1),
    class: classId.nullable(),
  }),
  z.object({
    kind: z.literal('judge'),
    segments: z.array(segmentId).min(1),
    state: segmentState,
  }),
  /** Their union takes the place of all of them; the first one's class where none is named. */
  z.object({
    kind: z.literal('merge'),
    segments: z.array(segmentId).min(2),
    class: classId.nullable().optional(),
  }),
  /** Into these masks, or into its connected parts where none are given. */
  z.object({ kind: z.literal('split'), segment: segmentId, masks: z.array(mask).optional() }),
  z.object({ kind: z.literal('delete'), segments: z.array(segmentId).min(1) }),
])
export type SegmentEdit = z.infer<typeof segmentEdit>

/**
 * Everything in a picture: segments, and in which order they merge. `merges[i]` joins two nodes into
 * node `leaves.length + i`; nodes below `leaves.length` are leaves. Heights never rise along `merges`.
 */
export const segmentTree = z.object({
  model: z.string(),
  leaves: z.array(z.object({ mask, ...scores })),
  merges: z.array(
    z.object({
      a: z.number().int().nonnegative(),
      b: z.number().int().nonnegative(),
      /** How alike both are, 0..1. */
      similarity: z.number(),
    }),
  ),
})
export type SegmentTree = z.infer<typeof segmentTree>

/** Where the tree is cut unless somebody moves the slider: what is more alike than this is one segment. */
export const usualCut = 0.7

/** The mask that a class's activation prompts in a picture. */
export const segmentEvidence = z.object({
  mask: mask.nullable(),
  model: z.string(),
  /** The activation's peaks, strongest first. */
  peaks: z.array(imagePoint),
  ...scores,
  /** Mean activation inside the mask, 0..1. */
  activation: z.number().nullable(),
  reliability: z.number().nullable(),
})
export type SegmentEvidence = z.infer<typeof segmentEvidence>

/** Which of a segmenter's masks an activation's peaks choose; `third` is what S2C takes. */
export const maskChoice = z.enum(['third', 'quality', 'stability'])
export type MaskChoice = z.infer<typeof maskChoice>

export const segmenterInfo = z.object({
  id: z.string(),
  title: z.string(),
  /** What it is good for, in one sentence. */
  goodFor: z.string(),
  licence: z.string(),
  /** Where it comes from: a page that a person can open. */
  source: z.string(),
  /** Of its files; of the download where it is not here yet. */
  bytes: z.number(),
  state: z.enum(['ready', 'absent', 'damaged']),
  /** Why it is not ready and what to do; empty when it is. */
  reason: z.string(),
  /** It comes with Singlet and cannot be removed. */
  embedded: z.boolean(),
})
export type SegmenterInfo = z.infer<typeof segmenterInfo>
