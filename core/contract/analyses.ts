import { z } from 'zod'
import { classId, runId } from './ids'

/** One number for each of three groups of labels; null where a group is empty or was not looked at. */
export const groupMeans = z.object({
  /** Present, and people said so. */
  observed: z.number().nullable(),
  /** Present, and nobody said so: a false negative of whoever assumes unknown to be absent. */
  hidden: z.number().nullable(),
  /** Absent, and nobody said so. */
  negative: z.number().nullable(),
})
export type GroupMeans = z.infer<typeof groupMeans>

/** What an epoch made of the hidden truth; every part is null where it was not known. */
export const epochAnalysis = z.object({
  /** How well the labels that the method took for false negatives meet those that are. */
  falseNegatives: z
    .object({ precision: z.number(), recall: z.number(), f1: z.number() })
    .nullable(),
  /** First Wasserstein distance of probabilities on positives and negatives, mean over classes, 0..1. */
  wasserstein: z.number().nullable(),
  /** Mean logits. */
  logits: groupMeans.nullable(),
  /** Mean |logit - logit of the masked picture|, and the threshold that the method keeps for it. */
  gap: groupMeans.extend({ tau: z.number().nullable() }).nullable(),
})
export type EpochAnalysis = z.infer<typeof epochAnalysis>

export const analysisKind = z.enum(['epochs', 'distribution', 'landscape', 'gap'])
export type AnalysisKind = z.infer<typeof analysisKind>

/** More lines than this nobody tells apart. */
export const MOST_RUNS = 6

export const analysisQuestion = z.object({
  /** Lines and panels come in this order. */
  runs: z.array(runId).min(1).max(MOST_RUNS),
  what: analysisKind,
  /** Distributions of this class only; of all classes together when null. */
  class: classId.nullable(),
})
export type AnalysisQuestion = z.infer<typeof analysisQuestion>

export const figureLine = z.object({
  name: z.string(),
  /** Which of the looks (colour and dash), from 0: one run or group has the same in every panel. */
  look: z.number().int(),
  x: z.array(z.number()),
  y: z.array(z.number().nullable()),
})
export type FigureLine = z.infer<typeof figureLine>

export const figurePanel = z.object({
  title: z.string(),
  /** How to read it, in one sentence. */
  reading: z.string(),
  xTitle: z.string(),
  unit: z.enum(['number', 'share', 'count']),
  /** Lowest and highest value to show, the same in panels that are to be compared; null: what fits. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  lines: z.array(figureLine),
  /** Why there is nothing to see, in words; empty when there is. */
  missing: z.string(),
})
export type FigurePanel = z.infer<typeof figurePanel>

/** An analysis of runs as it is drawn in the window, as a picture and kept as JSON. */
export const figure = z.object({
  what: analysisKind,
  title: z.string(),
  runs: z.array(z.object({ id: runId, name: z.string() })),
  panels: z.array(figurePanel),
  /** What is left out, and why. */
  notes: z.array(z.string()),
})
export type Figure = z.infer<typeof figure>

export const pictureFormat = z.enum(['svg', 'png'])
export type PictureFormat = z.infer<typeof pictureFormat>

export const figurePicture = z.object({ type: z.string(), base64: z.string() })
export type FigurePicture = z.infer<typeof figurePicture>
