import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** `SINGLET_OUT` names another build than `out/`. */
const entry = resolve(process.env['SINGLET_OUT'] ?? 'out', 'main/web-entry.js')
const guard = pathToFileURL(resolve('renderer/e2e/offline-guard.mjs')).href
const startPatience = 30_000

/** The built host as its own process, which cannot reach any other machine. */
export interface RunningHost {
  /** With the token: what a person opens. */
  readonly address: string
  readonly dataDirectory: string
  /** Machines that the process tried to reach. */
  outgoing(): string[]
  /** Ends it as Ctrl+C does, and waits. */
  stop(): Promise<void>
  /** Ends it as a power cut does (SIGKILL), and waits. */
  kill(): Promise<void>
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'singlet-e2e-'))
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Starts the host on a port (a free one unless told), with the user's files in `dataDirectory`. */
export async function startHost(dataDirectory: string, port = 0): Promise<RunningHost> {
  const log = join(dataDirectory, 'outgoing.log')
  const child = spawn(process.execPath, ['--import', guard, entry, '--port', String(port)], {
    env: { ...process.env, SINGLET_DATA_DIR: dataDirectory, OFFLINE_GUARD_LOG: log },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return {
    address: await readAddress(child),
    dataDirectory,
    outgoing: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  }
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolveAddress, reject) => {
    let printed = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`The host printed no address in ${startPatience / 1000} s: ${printed}`))
    }, startPatience)
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const address = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+(?=\s)/.exec(printed)?.[0]
      if (address === undefined) return
      clearTimeout(timer)
      resolveAddress(address)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The host ended at once (exit code ${code}): ${printed}`))
    })
  })
}

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolveEnd) => {
    child.once('exit', () => {
      resolveEnd()
    })
    child.kill(signal)
  })
}
