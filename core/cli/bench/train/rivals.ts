import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { Failure } from '../../../contract/failures'
import type { DeviceId } from '../../../contract/compute-devices'
import torchTrain from './torch-train.py?raw'
import type { Turn } from './time-work'
import { type WorkloadName, workloads } from './workloads'

/** Somebody who can do a workload, in a process of its own. */
export type Rival = {
  readonly id: string
  readonly work: (name: WorkloadName, seconds: number) => Promise<Turn[]>
}

const turn = z.object({ imagesPerSecond: z.number(), seconds: z.number() })
/** Longest that a rival may take for one workload. */
const patience = 600_000

/** One of our backends: this program again, so that a crash or a leak stays its own. */
export function ownRival(device: DeviceId): Rival {
  const cli = join(import.meta.dirname, 'cli.js')
  return {
    id: device,
    work: (name, seconds) =>
      turnsOf(process.execPath, [cli, 'bench', 'train-alone', device, name, String(seconds)]),
  }
}

/** PyTorch, where `python` has it; else null. */
export async function torchRival(python: string, gpu: boolean): Promise<Rival | null> {
  try {
    await promisify(execFile)(python, ['-c', 'import torch'])
  } catch {
    return null
  }
  return {
    id: gpu ? 'pytorch-gpu' : 'pytorch',
    work: (name, seconds) => {
      const more = gpu ? ['gpu'] : []
      const work = JSON.stringify(workloads[name])
      return turnsOf(python, ['-c', torchTrain, work, String(seconds), ...more])
    },
  }
}

async function turnsOf(program: string, words: readonly string[]): Promise<Turn[]> {
  try {
    const options = { timeout: patience, maxBuffer: 1e8 }
    const { stdout } = await promisify(execFile)(program, words, options)
    return stdout
      .split('\n')
      .filter(Boolean)
      .flatMap((line) => turn.safeParse(JSON.parse(line)).data ?? [])
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.trim().split('\n').at(-1) ?? '') : ''
    throw new Failure('INTERNAL', `A measurement ended badly: ${said}`, { cause })
  }
}
