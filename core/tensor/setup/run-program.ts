import { spawn } from 'node:child_process'
import { Failure } from '../../contract/failures'

/** As much of what a program printed as is worth showing when it failed. */
const KEPT = 8000

export interface Ran {
  /** 127 when there is no such program. */
  readonly code: number
  /** The end of what it printed, both streams together. */
  readonly output: string
}

interface RunOptions {
  readonly env: NodeJS.ProcessEnv
  readonly cwd?: string
}

/**
 * Runs a program to its end; its exit code is no error here.
 * @throws the signal's reason, after the program and all that it had started were ended
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env, cwd }: RunOptions,
  signal: AbortSignal,
): Promise<Ran> {
  signal.throwIfAborted()
  const own = process.platform !== 'win32'
  const child = spawn(program, [...args], {
    ...{ env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true },
    // A group of its own, so that what it starts ends with it.
    detached: own,
    ...(cwd !== undefined && { cwd }),
  })
  const end = () => {
    if (child.pid === undefined) return
    try {
      if (own) process.kill(-child.pid, 'SIGKILL')
      else child.kill()
    } catch {
      // It has just ended by itself.
    }
  }
  signal.addEventListener('abort', end, { once: true })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT)
    })
  }
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(127)
        else
          reject(new Failure('SETUP_IMPOSSIBLE', `${program} could not be run: ${error.message}`))
      })
      child.once('close', (exit) => {
        resolve(exit ?? 1)
      })
    })
    signal.throwIfAborted()
    return { code, output }
  } finally {
    signal.removeEventListener('abort', end)
  }
}

/** The last lines of what a program printed, for a message. */
export function lastLines(output: string, count = 3): string {
  const lines = output.split('\n').map((line) => line.trim())
  return lines
    .filter((line) => line !== '')
    .slice(-count)
    .join(' ')
}

/** Whether a program is there and answers. */
export async function answers(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<boolean> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(20_000)])
  try {
    return (await runProgram(program, args, { env }, patience)).code === 0
  } catch {
    signal.throwIfAborted()
    return false
  }
}
