import { z } from 'zod'
import { imageId, projectId } from './ids'

export const projectInfo = z.object({
  id: projectId,
  name: z.string(),
  directory: z.string(),
  imageRoot: z.string(),
  /** Simulated projects know the hidden truth; real ones do not. */
  hasTruth: z.boolean(),
  isSample: z.boolean(),
})
export type ProjectInfo = z.infer<typeof projectInfo>

export const recentProject = z.object({
  id: projectId,
  name: z.string(),
  directory: z.string(),
  openedAt: z.number(),
  /** How far the project is, for the card on Start; null when it cannot be read. */
  images: z.number().int().nullable(),
  seeded: z.number().int().nullable(),
  /** A few pictures for the strip of its card; small sizes of them are served while it is closed. */
  pictures: z.array(imageId),
  problem: z.enum(['missing', 'damaged', 'newer', 'locked', 'images-missing']).nullable(),
})
export type RecentProject = z.infer<typeof recentProject>

export const createProjectInput = z.object({
  name: z.string().trim().min(1).max(200),
  images: z.string().min(1),
  /** Defaults to a folder of the project's name in the user's Singlet folder. */
  directory: z.string().optional(),
  classes: z.array(z.string()),
})
export type CreateProjectInput = z.infer<typeof createProjectInput>

export const projectSummary = z.object({
  revision: z.number().int(),
  images: z.number().int(),
  /** True while the folder is still being read. */
  scanning: z.boolean(),
  unreadable: z.number().int(),
  seeded: z.number().int(),
  skipped: z.number().int(),
  /** Of people, without those taken back. */
  decisions: z.number().int(),
  present: z.number().int(),
  absent: z.number().int(),
  undecided: z.number().int(),
  /** Finished runs. */
  rounds: z.number().int(),
  /** Images whose features are cached for the project's backbone. */
  features: z.number().int(),
  /** Calibrated expectation of present labels still unknown, as low, mid, high; null until calibrated. */
  missing: z.object({ low: z.number(), mid: z.number(), high: z.number() }).nullable(),
  undo: z.string().nullable(),
  redo: z.string().nullable(),
  /** Set while the picture folder cannot be reached. */
  imagesMissing: z.boolean(),
})
export type ProjectSummary = z.infer<typeof projectSummary>

export const projectEvent = z.object({
  revision: z.number().int(),
  changed: z.array(
    z.enum(['images', 'labels', 'classes', 'runs', 'suggestions', 'features', 'segments']),
  ),
})
export type ProjectEvent = z.infer<typeof projectEvent>
