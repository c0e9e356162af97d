import { runProgram } from './run-program'

/** The oldest driver that runs CUDA 12 (NVIDIA's table of minor version compatibility). */
const OLDEST_DRIVER = [525, 60]

export interface NvidiaCards {
  readonly names: readonly string[]
  readonly driver: string
  readonly tooOld: boolean
}

/** The NVIDIA cards of this machine by what its driver says; null without card or driver. */
export async function findNvidia(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<NvidiaCards | null> {
  const args = ['--query-gpu=driver_version,name', '--format=csv,noheader']
  const patience = AbortSignal.any([signal, AbortSignal.timeout(20_000)])
  const ran = await runProgram('nvidia-smi', args, { env }, patience).catch(() => null)
  signal.throwIfAborted()
  if (ran?.code !== 0) return null
  const rows = ran.output.split('\n').map((line) => /^\s*([\d.]+)\s*,\s*(.+?)\s*$/.exec(line))
  const cards = rows.flatMap((row) =>
    row?.[1] && row[2] ? [{ driver: row[1], name: row[2] }] : [],
  )
  const driver = cards[0]?.driver
  if (driver === undefined) return null
  return { names: cards.map(({ name }) => name), driver, tooOld: isOlder(driver) }
}

function isOlder(driver: string): boolean {
  const [major = 0, minor = 0] = driver.split('.').map(Number)
  const [oldMajor = 0, oldMinor = 0] = OLDEST_DRIVER
  return major < oldMajor || (major === oldMajor && minor < oldMinor)
}
