import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '../../../contract/failures'

/** The built program as a process of its own, so that its memory and its event loop are its own too. */
export interface HostProcess {
  /** With the token: what a person opens. */
  readonly address: string
  /** Milliseconds from its start to the address. */
  readonly startMs: number
  /** Megabytes that it holds now, and the most that it ever held. */
  memory(): Promise<{ now: number; peak: number }>
  stop(): Promise<void>
}

const startPatience = 60_000

export async function startHostProcess(dataDirectory: string): Promise<HostProcess> {
  const entry = join(import.meta.dirname, 'web-entry.js')
  const started = performance.now()
  const child = spawn(process.execPath, [entry, '--port', '0'], {
    env: { ...process.env, SINGLET_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await readAddress(child)
  let peak = 0
  return {
    address,
    startMs: performance.now() - started,
    memory: async () => {
      const found = await memoryOf(child.pid ?? 0)
      peak = Math.max(peak, found.peak)
      return { now: found.now, peak }
    },
    stop: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const give = (why: string) => {
      child.kill('SIGKILL')
      reject(new Failure('INTERNAL', `The host did not start: ${why} ${printed}`))
    }
    const timer = setTimeout(give, startPatience, 'it printed no address.')
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const address = /http:\/\/\S+(?=\s)/.exec(printed)?.[0]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      give(`it ended with ${code}.`)
    })
  })
}

const kilo = 1024

/** Linux says both; elsewhere `ps` says what it holds now. */
async function memoryOf(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null)
  if (status !== null) {
    const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0)
    return { now: of('VmRSS') / kilo, peak: of('VmHWM') / kilo }
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
  const now = Number(stdout.trim()) / kilo
  return { now, peak: now }
}
