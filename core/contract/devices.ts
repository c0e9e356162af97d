import { z } from 'zod'
import { failureInfo } from './failures'

/** TensorFlow for processors only, or with CUDA for NVIDIA cards. */
export const nativeVariant = z.enum(['cpu', 'gpu'])

export const nativeWish = z.object({
  /** null: by what the NVIDIA driver says. */
  variant: nativeVariant.nullable(),
  /** Wheels, folders of wheels or unpacked folders to take instead of downloading. */
  files: z.array(z.string().min(1)).max(50).default([]),
})
export type NativeWish = z.infer<typeof nativeWish>

export const nativeInstalled = z.object({
  /** Of TensorFlow. */
  version: z.string(),
  variant: nativeVariant,
  bytes: z.number(),
})
export type NativeInstalled = z.infer<typeof nativeInstalled>

/** What installing native TensorFlow would do here; nothing has been done yet. */
export const nativePlan = z.object({
  variant: nativeVariant,
  /** Why this variant, in one sentence. */
  why: z.string(),
  /** The Python package client that would download it; null when the files were given or none was found. */
  client: z.string().nullable(),
  downloadBytes: z.number(),
  diskBytes: z.number(),
  freeBytes: z.number().nullable(),
  /** The only folder that is written to. */
  folder: z.string(),
  licences: z.array(z.object({ title: z.string(), licence: z.string() })),
  /** What stands in the way, the first thing first. */
  obstacles: z.array(failureInfo),
  installed: nativeInstalled.nullable(),
})
export type NativePlan = z.infer<typeof nativePlan>
