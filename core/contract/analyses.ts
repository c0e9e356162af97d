import { z } from 'zod'

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
