import { z } from 'zod'
import { classId, imageId, runId } from './ids'
import { labelState } from './labels'
import { interval } from './review'

const count = z.number().int().nonnegative()

export const classCounts = z.object({
  class: classId,
  present: count,
  absent: count,
  undecided: count,
  unknown: count,
  /** Present labels expected among the unknown, at 90 %; null before calibration. */
  missing: interval.nullable(),
})
export type ClassCounts = z.infer<typeof classCounts>

export const countsInsight = z.object({
  images: count,
  /** In the order of the class list. */
  classes: z.array(classCounts),
  /** What the estimates come from; null while there are none. */
  source: z.string().nullable(),
})
export type CountsInsight = z.infer<typeof countsInsight>

/** More classes than this no screen shows as a matrix. */
export const MOST_TOGETHER = 24

export const classPair = z.object({ a: classId, b: classId, count })
export type ClassPair = z.infer<typeof classPair>

export const togetherInsight = z.object({
  /** The classes with most present labels, most first. */
  classes: z.array(classId),
  /** Images where row and column are both present, row by row; present labels on the diagonal. */
  counts: z.array(count),
  /** Pairs of all classes that are seen together most often. */
  pairs: z.array(classPair),
  /** Images with two or more present labels. */
  images: count,
  seconds: z.number(),
})
export type TogetherInsight = z.infer<typeof togetherInsight>

const answerSource = z.union([z.literal('instant'), runId])

export const reliabilityBin = z.object({
  /** From 0; bin k holds what was promised with k/10 to (k+1)/10. */
  bin: count,
  /** Mean probability that was promised. */
  promised: z.number(),
  /** Share that was right, at 90 %. */
  share: interval,
  right: count,
  asked: count,
})
export type ReliabilityBin = z.infer<typeof reliabilityBin>

export const reliability = z.object({
  source: answerSource,
  title: z.string(),
  asked: count,
  right: count,
  /** Expected calibration error: mean distance of promise and share, weighted by answers. */
  error: z.number(),
  bins: z.array(reliabilityBin),
})
export type Reliability = z.infer<typeof reliability>

export const calibrationInsight = z.object({
  sources: z.array(reliability),
  /** Answers that stand but were given before any probability was shown. */
  unpromised: count,
  seconds: z.number(),
})
export type CalibrationInsight = z.infer<typeof calibrationInsight>

export const learningRound = z.object({
  /** From 1; a round ends with a finished run, the last one is still open. */
  round: count,
  /** The run that ended it; null for the open one. */
  run: runId.nullable(),
  runNumber: count.nullable(),
  seeds: count,
  /** Answers to suggestions: accepted, rejected, undecided. */
  answers: count,
  /** Present labels beyond the seeds. */
  found: count,
  /** Time of people; gestures without a time (imports) count none. */
  seconds: z.number(),
  /** Time of answering and adding only, without the seeds: what the found labels cost. */
  findSeconds: z.number(),
  /** How well the run ranked labels that it was kept from, and what people decided later, 0..1. */
  agreement: z.number().nullable(),
  later: z.number().nullable(),
})
export type LearningRound = z.infer<typeof learningRound>

export const learningInsight = z.object({
  rounds: z.array(learningRound),
  /** After so much time so many labels had been found; at most a few hundred points. */
  course: z.array(z.object({ seconds: z.number(), found: count, decisions: count })),
  /** Estimates of what was still missing, as they were made. */
  missing: z.array(z.object({ decisions: count, at: z.number(), ...interval.shape })),
  seconds: z.number(),
})
export type LearningInsight = z.infer<typeof learningInsight>

export const doubtedLabel = z.object({
  image: imageId,
  width: count,
  height: count,
  class: classId,
  state: labelState.extract(['present', 'absent']),
  /** Of being present, by a model that did not see this label; null before calibration. */
  probability: z.number().nullable(),
  /** Share of the images where the class is unknown that score lower. */
  above: z.number(),
})
export type DoubtedLabel = z.infer<typeof doubtedLabel>

export const doubtsInsight = z.object({
  /** The most doubtful first. */
  rows: z.array(doubtedLabel),
  /** Labels of people in the classes that could be judged. */
  labels: count,
  /** Of them judged: where there are very many, those that score least like what they say. */
  judged: count,
  /** Of them checked by a person already, and so not in the list. */
  checked: count,
  /** Why there is nothing to judge with. */
  obstacle: z.enum(['features', 'labels']).nullable(),
  seconds: z.number(),
})
export type DoubtsInsight = z.infer<typeof doubtsInsight>

export const doubtsProgress = z.discriminatedUnion('state', [
  z.object({ state: z.literal('working'), share: z.number() }),
  z.object({ state: z.literal('done'), result: doubtsInsight }),
])
export type DoubtsProgress = z.infer<typeof doubtsProgress>

export const alikeLimits = [0.98, 0.95, 0.9] as const

export const alikeInput = z.object({
  /** Cosine of features from which two pictures count as nearly equal. */
  limit: z.union(alikeLimits.map((limit) => z.literal(limit))),
  offset: count,
  size: count.min(1).max(100),
})
export type AlikeInput = z.infer<typeof alikeInput>

export const alikeGroup = z.object({
  /** The first is the one that all others are like. */
  images: z.array(
    z.object({
      image: imageId,
      width: count,
      height: count,
      likeness: z.number(),
      present: z.array(classId),
    }),
  ),
  /** Classes about which its pictures differ, those present most often first. */
  differing: z.array(z.object({ class: classId, present: count, absent: count })),
})
export type AlikeGroup = z.infer<typeof alikeGroup>

export const alikeInsight = z.object({
  /** Groups whose labels differ come first, then the largest. */
  groups: z.array(alikeGroup),
  total: count,
  /** Pictures in all groups, and those that were compared. */
  grouped: count,
  compared: count,
  seconds: z.number(),
})
export type AlikeInsight = z.infer<typeof alikeInsight>

export const alikeProgress = z.union([
  z.object({ state: z.literal('working'), share: z.number() }),
  z.object({ state: z.literal('done'), result: alikeInsight }),
])
export type AlikeProgress = z.infer<typeof alikeProgress>

export const repeatCounts = z.object({
  class: classId,
  /** Pairs of judgements on one label, and those that agree. */
  repeats: count,
  same: count,
})
export type RepeatCounts = z.infer<typeof repeatCounts>

export const consistencyInsight = z.object({
  /** Later judgements that repeat an earlier one of the same label. */
  repeats: count,
  same: count,
  share: interval.nullable(),
  /** Changes within the minute: slips that were mended, not counted above. */
  slips: count,
  /** Most repeats first. */
  classes: z.array(repeatCounts),
  seconds: z.number(),
})
export type ConsistencyInsight = z.infer<typeof consistencyInsight>

/** The mark of a chart whose pictures are asked for. */
export const insightMark = z.discriminatedUnion('what', [
  z.object({ what: z.literal('together'), a: classId, b: classId }),
  z.object({ what: z.literal('calibration'), source: answerSource, bin: count }),
  z.object({ what: z.literal('round'), round: count, kind: z.enum(['seeds', 'answers', 'found']) }),
  z.object({ what: z.literal('repeats'), class: classId.nullable() }),
])
export type InsightMark = z.infer<typeof insightMark>

/** Ids are cut where an address could not hold more; `total` is not. */
export const imagesBehind = z.object({ images: z.array(imageId), total: count })
export type ImagesBehind = z.infer<typeof imagesBehind>
