import { z } from 'zod'
import { projectId } from './ids'
import { backboneInfo } from './training'

/** What a project's folder is made of. */
export const storagePart = z.enum([
  'database',
  'backups',
  'thumbnails',
  'features',
  'embeddings',
  'everything',
  'runs',
  'other',
])
export type StoragePart = z.infer<typeof storagePart>

/** Parts that can be made again, and so may be cleared. */
export const clearablePart = z.enum(['thumbnails', 'features', 'embeddings', 'everything'])
export type ClearablePart = z.infer<typeof clearablePart>

/** How much room one project takes; counted up while `finished` is false. */
export const projectStorage = z.object({
  project: projectId,
  name: z.string(),
  directory: z.string(),
  /** False where the folder is not there. */
  reachable: z.boolean(),
  finished: z.boolean(),
  bytes: z.record(storagePart, z.number()),
})
export type ProjectStorage = z.infer<typeof projectStorage>

/** The places that Singlet writes to, and the room left on the disk of new projects. */
export const storagePlaces = z.object({
  settingsFile: z.string(),
  projectsDirectory: z.string(),
  freeBytes: z.number().nullable(),
})
export type StoragePlaces = z.infer<typeof storagePlaces>

/** A backbone with the projects that keep features of it. */
export const modelUse = z.object({
  backbone: backboneInfo,
  projects: z.array(z.object({ id: projectId, name: z.string() })),
})
export type ModelUse = z.infer<typeof modelUse>
