import { z } from 'zod'

/** Where a project lives, as one opaque word: stable for a folder, safe in a URL. */
export const projectId = z.string().min(1).brand<'ProjectId'>()
export type ProjectId = z.infer<typeof projectId>

export const imageId = z.number().int().positive().brand<'ImageId'>()
export type ImageId = z.infer<typeof imageId>

/** Never used again after its class is retired. */
export const classId = z.number().int().positive().brand<'ClassId'>()
export type ClassId = z.infer<typeof classId>

export const runId = z.string().min(1).brand<'RunId'>()
export type RunId = z.infer<typeof runId>

export const jobId = z.string().min(1).brand<'JobId'>()
export type JobId = z.infer<typeof jobId>

/** Decisions taken by one gesture; what one undo takes back. */
export const batchId = z.number().int().positive().brand<'BatchId'>()
export type BatchId = z.infer<typeof batchId>

/** A point in an image, as fractions of its upright width and height. */
export const imagePoint = z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) })
export type ImagePoint = z.infer<typeof imagePoint>
