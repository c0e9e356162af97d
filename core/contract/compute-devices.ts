import { z } from 'zod'

/** Fastest first: `auto` takes the first that passes its self-test and is no software adapter. */
export const deviceKind = z.enum(['tensorflow-gpu', 'webgpu', 'tensorflow-cpu', 'wasm', 'cpu'])
export type DeviceKind = z.infer<typeof deviceKind>

/** The first device of its kind, or a further graphics card: `tensorflow-gpu:1`. */
export const deviceId = z.union([
  deviceKind,
  z.templateLiteral([z.enum(['tensorflow-gpu', 'webgpu']), ':', z.int().min(1).max(63)]),
])
export type DeviceId = z.infer<typeof deviceId>

export const deviceChoice = z.union([z.literal('auto'), deviceId])
export type DeviceChoice = z.infer<typeof deviceChoice>

export const deviceInfo = z.object({
  id: deviceId,
  title: z.string(),
  /** It passed its self-test. */
  usable: z.boolean(),
  /** Nobody knows yet: its self-test waits or runs, and `usable` is false until it has passed. */
  checking: z.boolean(),
  /** Why not usable, or what it is. */
  reason: z.string(),
  advice: z.string(),
  version: z.string().nullable(),
  /** Bytes of its own memory; null where it is the machine's, or unknown. */
  memory: z.number().nullable(),
  /** Computed by the processor in the place of a graphics card: never taken by itself. */
  software: z.boolean(),
  /** Has every operation that it takes to train a backbone, not only what stands on it. */
  trainsAll: z.boolean(),
  /** Trainings run on this one unless their recipe says otherwise. */
  chosen: z.boolean(),
})
export type DeviceInfo = z.infer<typeof deviceInfo>
