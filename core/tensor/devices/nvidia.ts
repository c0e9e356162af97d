import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** An NVIDIA card as its driver tells of it; memory in bytes. */
export type NvidiaGpu = {
  name: string
  memory: number
  free: number
  /** Compute capability, 8.9 for one; null when the driver is too old to say. */
  capability: number | null
}

export type Nvidia =
  | { kind: 'found'; driver: string; gpus: NvidiaGpu[]; count: number }
  | { kind: 'no-driver'; hasCard: boolean }
  | { kind: 'failed'; message: string }

const QUERY = 'driver_version,name,memory.total,memory.free,compute_cap'
/** A driver that hangs must not hang us. */
const PATIENCE_MS = 15_000
const MIB = 2 ** 20

/** Asks the driver's own tool what cards there are. `tool` is `nvidia-smi`, tests name another. */
export async function askNvidia(tool = 'nvidia-smi'): Promise<Nvidia> {
  try {
    const query = [`--query-gpu=${QUERY}`, '--format=csv,noheader,nounits']
    const { stdout } = await promisify(execFile)(tool, query, { timeout: PATIENCE_MS })
    return parseNvidia(stdout)
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (absent) return { kind: 'no-driver', hasCard: await hasNvidiaCard() }
    return { kind: 'failed', message: lastWords(error) }
  }
}

/** Reads `nvidia-smi --query-gpu=driver_version,name,memory.total,memory.free,compute_cap`. */
export function parseNvidia(text: string): Nvidia {
  const rows = text.split('\n').map((line) => line.split(',').map((cell) => cell.trim()))
  const found = rows.filter((cells) => cells.length >= 4)
  const [driver] = found[0] ?? []
  if (driver === undefined) return { kind: 'failed', message: text.trim() || 'No card was listed.' }
  const gpus = found.map(([, name = '', memory, free, capability]) => ({
    name,
    memory: Number(memory) * MIB,
    free: Number(free) * MIB,
    capability: Number(capability) || null,
  }))
  return { kind: 'found', driver, gpus, count: gpus.length }
}

function lastWords(error: unknown): string {
  const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
  const message = error instanceof Error ? error.message : String(error)
  return (said.trim() || message).split('\n')[0] ?? message
}

/** Of what Linux knows of its slots; elsewhere nobody knows. */
async function hasNvidiaCard(): Promise<boolean> {
  const root = '/sys/bus/pci/devices'
  const slots = await readdir(root).catch(() => [])
  for (const slot of slots) {
    const read = (name: string) => readFile(`${root}/${slot}/${name}`, 'utf8').catch(() => '')
    // 0x03 is the class of everything that draws or computes for screens.
    if ((await read('vendor')).trim() === '0x10de' && (await read('class')).startsWith('0x03')) {
      return true
    }
  }
  return false
}
