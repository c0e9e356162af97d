import { z } from 'zod'
import { failureInfo } from './failures'
import { jobId, projectId } from './ids'

export const jobKind = z.enum([
  'scan',
  'features',
  'train',
  'export',
  'sample',
  'import',
  'setup',
  'segment',
  'model',
])
export type JobKind = z.infer<typeof jobKind>

export const jobState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled'])

/** A full picture of a job at one moment; `watch` sends at most ten a second and the last one exactly. */
export const jobSnapshot = z.object({
  id: jobId,
  kind: jobKind,
  project: projectId.nullable(),
  title: z.string(),
  /** What it is doing now, in a few words. */
  step: z.string(),
  state: jobState,
  done: z.number(),
  /** null while nobody knows. */
  total: z.number().nullable(),
  /** Units of `done` a second. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  resumable: z.boolean(),
  failure: failureInfo.nullable(),
  /** Where it went, what it made: shown when done. */
  result: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
})
export type JobSnapshot = z.infer<typeof jobSnapshot>
