import { z } from 'zod'
import { classId, imageId } from './ids'
import { imageLabel, labelState } from './labels'

export const imageStatus = z.enum(['todo', 'seeded', 'skipped'])
export type ImageStatus = z.infer<typeof imageStatus>

export const imageOrder = z.enum(['folder', 'variety', 'random'])
export type ImageOrder = z.infer<typeof imageOrder>

export const imageItem = z.object({
  id: imageId,
  /** Relative to the picture folder, with forward slashes. */
  path: z.string(),
  /** Upright size in pixels, orientation applied. */
  width: z.number().int(),
  height: z.number().int(),
  status: imageStatus,
  present: z.array(classId),
})
export type ImageItem = z.infer<typeof imageItem>

/** Addresses and queries carry at most so many pictures by name. */
export const mostNamedImages = 2000

/** Which of the pictures: those with a class in a state (present unless said), or those named. */
export const imageFilter = z.object({
  class: classId.optional(),
  state: labelState.optional(),
  /** Shown as they are listed here, whatever the order asked for. */
  images: z.array(imageId).max(mostNamedImages).optional(),
  /** Those that the last 2,000 decisions are about, newest first. */
  latest: z.literal(true).optional(),
})
export type ImageFilter = z.infer<typeof imageFilter>

export const imagePageInput = z.object({
  order: imageOrder,
  status: imageStatus.nullable(),
  filter: imageFilter.optional(),
  offset: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(500),
})
export type ImagePageInput = z.infer<typeof imagePageInput>

export const imagePage = z.object({ total: z.number().int(), items: z.array(imageItem) })
export type ImagePage = z.infer<typeof imagePage>

export const imageDetail = imageItem.extend({ labels: z.array(imageLabel) })
export type ImageDetail = z.infer<typeof imageDetail>

export const foundImage = imageItem.pick({ id: true, path: true })

export const imageProblem = z.object({ path: z.string(), reason: z.string() })
export type ImageProblem = z.infer<typeof imageProblem>

/** A suggested seed for an image that has none; shown only while the model is good enough to help. */
export const seedOffer = z.object({
  image: imageId,
  class: classId,
  probability: z.number().nullable(),
})
export type SeedOffer = z.infer<typeof seedOffer>

/** Pixel widths that thumbnails are kept in; `full` is the upright picture, at most 4096 px. */
export const mediaSizes = ['160', '320', '640', '1280', 'full'] as const
export type MediaSize = (typeof mediaSizes)[number]
