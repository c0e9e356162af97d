import { z } from 'zod'
import { classId, imageId, runId } from './ids'
import { batchResult, labelState } from './labels'

/** What orders a sweep: the better of both by leave-one-out agreement, or one by name. */
export const scoreSource = z.union([z.literal('auto'), z.literal('instant'), runId])
export type ScoreSource = z.infer<typeof scoreSource>

export const interval = z.object({ low: z.number(), mid: z.number(), high: z.number() })
export type Interval = z.infer<typeof interval>

export const sourceOption = z.object({
  source: z.union([z.literal('instant'), runId]),
  title: z.string(),
  /** How well it ranks what people decided without having seen it, 0..1; null before there is enough. */
  agreement: z.number().nullable(),
})
export type SourceOption = z.infer<typeof sourceOption>

export const sweepClass = z.object({
  class: classId,
  /** Expected present labels among the unknown; null before calibration. */
  expected: z.number().nullable(),
  /** Expected found labels per minute on the next page; classes come sorted by it. */
  perMinute: z.number().nullable(),
  /** Images of this class still unknown. */
  unknown: z.number().int(),
  /** No page of this class is expected to be worth its time. */
  finished: z.boolean(),
  /** Present labels still hidden; null before calibration. */
  missing: interval.nullable(),
  /** Whether that comes from a random audit, and not from the model's calibrated curve. */
  audited: z.boolean(),
  /** Unknown images that are likely enough to be worth a look; null before calibration. */
  worth: interval.nullable(),
})
export type SweepClass = z.infer<typeof sweepClass>

export const sweepOverview = z.object({
  /** What `auto` means at the moment. */
  using: sourceOption.nullable(),
  options: z.array(sourceOption),
  /** Milliseconds for one decision of a sweep: this person's, or the usual before there are pages. */
  pace: z.object({ ms: z.number(), own: z.boolean() }),
  classes: z.array(sweepClass),
})
export type SweepOverview = z.infer<typeof sweepOverview>

const suggestedImage = z.object({
  image: imageId,
  width: z.number().int(),
  height: z.number().int(),
  score: z.number(),
  /** Calibrated; null means: say *uncalibrated*. */
  probability: z.number().nullable(),
})

export const sweepTile = suggestedImage.extend({
  /** Near-duplicates of this image that stand behind it on the page, best first. */
  also: z.array(suggestedImage),
})
export type SweepTile = z.infer<typeof sweepTile>

export const sweepPageInput = z.object({
  class: classId,
  source: scoreSource,
  size: z.number().int().min(1).max(200),
  /** Begins so many images further down: pages that were looked at and left. */
  skip: z.number().int().nonnegative().default(0),
})
export type SweepPageInput = z.infer<typeof sweepPageInput>

export const sweepPage = z.object({
  class: classId,
  source: z.union([z.literal('instant'), runId]),
  tiles: z.array(sweepTile),
  /** What every untouched tile becomes when the page is committed. */
  untouched: z.enum(['present', 'absent']),
  /** Expected share of true labels on this page; null before calibration. */
  precision: interval.nullable(),
  /** Tiles of this class left after this page. */
  remaining: z.number().int(),
})
export type SweepPage = z.infer<typeof sweepPage>

export const commitPageInput = sweepPageInput.extend({
  ms: z.number().int().nonnegative(),
  answers: z
    .array(
      z.object({
        image: imageId,
        state: labelState.exclude(['unknown']),
        probability: z.number().nullable(),
      }),
    )
    .min(1),
})
export type CommitPageInput = z.infer<typeof commitPageInput>

/** The page is stored, every model is up to date, and here is the next page. */
export const commitPageResult = z.object({ result: batchResult, next: sweepPage })
export type CommitPageResult = z.infer<typeof commitPageResult>

export const imageSuggestion = z.object({
  class: classId,
  score: z.number(),
  probability: z.number().nullable(),
})
export type ImageSuggestion = z.infer<typeof imageSuggestion>

export const imageReview = z.object({
  image: imageId,
  source: z.union([z.literal('instant'), runId]).nullable(),
  /** Every class whose state is unknown, best first. */
  suggestions: z.array(imageSuggestion),
})
export type ImageReview = z.infer<typeof imageReview>

/** The image in review order after or before `image`; null at the end. */
export const reviewNeighbour = z.object({ image: imageId.nullable() })

/** A picture to compare with. */
export const exampleImage = z.object({
  image: imageId,
  width: z.number().int(),
  height: z.number().int(),
})
export type ExampleImage = z.infer<typeof exampleImage>

export const examplesInput = z.object({
  class: classId,
  /** The confirmed images most like this one; null: those that the model finds most typical. */
  near: imageId.nullable(),
  count: z.number().int().min(1).max(12),
})
export type ExamplesInput = z.infer<typeof examplesInput>

/** What became of some images meanwhile: the sweep asks when somebody else has decided. */
export const imageStatesInput = z.object({ class: classId, images: z.array(imageId).max(1000) })
export type ImageStatesInput = z.infer<typeof imageStatesInput>
export const imageStates = z.array(z.object({ image: imageId, state: labelState }))
export type ImageStates = z.infer<typeof imageStates>
