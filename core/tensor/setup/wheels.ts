import { z } from 'zod'
import table from './wheels.json' with { type: 'json' }

const wheelInfo = z.object({
  project: z.string(),
  version: z.string(),
  file: z.string(),
  bytes: z.number(),
  /** What we unpack of it, in bytes. */
  unpacked: z.number(),
  /** Of the whole file, hexadecimal. */
  sha256: z.string(),
})

const machine = z.object({
  /** In the words of pip's `--platform`. */
  platform: z.string(),
  /** How the file name of a wheel says that it is for this machine. */
  fits: z.string(),
  cpu: z.array(wheelInfo),
  /** Names and versions out of TensorFlow's own metadata (`and-cuda`); empty where it has no CUDA. */
  gpu: z.array(wheelInfo),
})

/** One file of the Python package index. */
export type WheelInfo = z.infer<typeof wheelInfo>
type Machine = z.infer<typeof machine>

/** With CUDA, or for processors only. */
export type Variant = 'cpu' | 'gpu'

// A wheel holds the same library for every Python; the table names those of Python 3.11.
const machines = z.record(z.string(), machine).parse(table.machines)

/** The TensorFlow that Singlet is built and tested with. */
export const TENSORFLOW_VERSION = table.tensorflow

/** What there is for a machine; null where no wheel holds a library (Windows, Macs with Intel). */
export function machineOf(platform: string, arch: string): Machine | null {
  return machines[`${platform}-${arch}`] ?? null
}

/** The wheel of this file name, when its hash is known. */
export function knownWheel(file: string): WheelInfo | null {
  const all = Object.values(machines).flatMap(({ cpu, gpu }) => [...cpu, ...gpu])
  return all.find((wheel) => wheel.file === file) ?? null
}
