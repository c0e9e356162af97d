import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/**
 * `thread` shares the host's process: quick to start, shares memory. `process` is for what may crash in
 * native code: it takes nobody along.
 */
export type WorkerPlace = 'thread' | 'process'

/** A running worker as the host holds it. By itself it keeps no program alive. */
export interface WorkerEnd {
  post(message: unknown): void
  /** Whether the program lives on for it: as long as somebody waits for an answer, or for its end. */
  hold(isHeld: boolean): void
  kill(): void
  /** Resolves when it has ended, with how. Never rejects. */
  readonly ended: Promise<Ending>
}

export interface Ending {
  /** The signal, exit code or error. */
  readonly why: string
  /** What it last wrote on stderr; empty for a thread. */
  readonly lastWords: string
}

interface Start {
  readonly file: URL
  readonly name: string
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>
  readonly onMessage: (message: unknown) => void
}

export function startWorker(place: WorkerPlace, start: Start): WorkerEnd {
  return place === 'thread' ? startThread(start) : startProcess(start)
}

function startThread({ file, name, env, onMessage }: Start): WorkerEnd {
  const worker = new Worker(file, { name, env: { ...process.env, ...env } })
  worker.unref()
  worker.on('message', onMessage)
  let why: string | null = null
  const ended = new Promise<Ending>((resolve) => {
    worker.on('error', (error: Error) => {
      why ??= error.message
    })
    worker.on('exit', (code) => {
      resolve({ why: why ?? `exit code ${code}`, lastWords: '' })
    })
  })
  return {
    post: (message) => {
      worker.postMessage(message)
    },
    hold: (isHeld) => {
      if (isHeld) worker.ref()
      else worker.unref()
    },
    kill: () => void worker.terminate(),
    ended,
  }
}

/** As much of stderr as tells why native code ended a process. */
const LAST_WORDS = 2000

function startProcess({ file, env, onMessage }: Start): WorkerEnd {
  const child = fork(fileURLToPath(file), {
    serialization: 'advanced',
    // The inspector of this process must not be opened a second time.
    execArgv: [],
    // What native libraries print belongs neither into tables nor into lines of JSON.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Electron's own binary runs the worker as Node does.
    env: { ...process.env, ...env, ...(process.versions['electron'] && asNode) },
  })
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS)
  })
  child.on('message', onMessage)
  hold(child, false)
  const ended = new Promise<Ending>((resolve) => {
    child.once('error', (error) => {
      resolve({ why: error.message, lastWords })
    })
    child.once('close', (code, signal) => {
      resolve({ why: signal ?? `exit code ${code ?? 'unknown'}`, lastWords })
    })
  })
  return {
    post: (message) => {
      // A process that has just died says so by its end.
      if (child.connected) child.send(toSendable(message), () => undefined)
    },
    hold: (isHeld) => {
      hold(child, isHeld)
    },
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}

const asNode = { ELECTRON_RUN_AS_NODE: '1' }

/** `child.send` asks for what JSON could hold; the serialization is that of postMessage. */
function toSendable(message: unknown) {
  return message as Parameters<ChildProcess['send']>[0]
}

function hold(child: ChildProcess, isHeld: boolean): void {
  // The pipe of stderr is a socket, though its type does not say so.
  const stderr = child.stderr as unknown as { ref(): void; unref(): void } | null
  for (const one of [child, child.channel, stderr]) {
    if (isHeld) one?.ref()
    else one?.unref()
  }
}
