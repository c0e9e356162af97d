import { MessageChannelMain, utilityProcess } from 'electron'
import type { UtilityProcess, WebContents } from 'electron'
import {
  hostEnvironment,
  hostPortMessage,
  hostToShell,
  type ShellToHost,
} from '../../core/contract/shell-messages'
import { MediaRequests } from './media-requests'
import { RestartBudget } from './restart-budget'

type Failed = (message: string, advice: string) => void

/**
 * The core host as a utility process. Introduces it to each window by a pair of ports and steps
 * aside; when it dies it is started again and every open window gets a new port.
 */
export class HostProcess {
  readonly media = new MediaRequests((message) => {
    this.#send(message)
  })
  readonly #file: string
  readonly #version: string
  readonly #onFailed: Failed
  readonly #windows = new Set<WebContents>()
  readonly #restarts = new RestartBudget(3, 60_000)
  #child: UtilityProcess | null = null
  #ready = false
  #stopping = false

  constructor(file: string, version: string, onFailed: Failed) {
    this.#file = file
    this.#version = version
    this.#onFailed = onFailed
  }

  start(): void {
    const child = utilityProcess.fork(this.#file, [], {
      serviceName: 'Singlet host',
      env: { ...process.env, [hostEnvironment.version]: this.#version },
    })
    this.#child = child
    child.on('message', (message: unknown) => {
      this.#receive(message)
    })
    child.once('exit', (code) => {
      this.#lost(code)
    })
  }

  /** Gives a window its port: now, or as soon as the host is ready, and again after each restart. */
  serve(contents: WebContents): void {
    if (!this.#windows.has(contents)) {
      this.#windows.add(contents)
      contents.once('destroyed', () => this.#windows.delete(contents))
    }
    if (this.#ready) this.#handOver(contents)
  }

  /** Asks the host to finish and waits for its end, at most `patience` milliseconds. */
  async stop(patience: number): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (!child) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill(), patience)
      child.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      child.postMessage({ kind: 'shutdown' } satisfies ShellToHost)
    })
  }

  #send(message: ShellToHost): void {
    this.#child?.postMessage(message)
  }

  #receive(data: unknown): void {
    const message = hostToShell.parse(data)
    switch (message.kind) {
      case 'ready':
        this.#ready = true
        for (const contents of this.#windows) this.#handOver(contents)
        break
      case 'media':
        this.media.settle(message)
        break
      case 'failed':
        this.#stopping = true
        this.#onFailed(message.message, message.advice)
        break
    }
  }

  #handOver(contents: WebContents): void {
    const { port1, port2 } = new MessageChannelMain()
    this.#child?.postMessage({ kind: 'serve' } satisfies ShellToHost, [port1])
    contents.postMessage(hostPortMessage, null, [port2])
  }

  #lost(code: number): void {
    this.#child = null
    this.#ready = false
    this.media.abandon()
    if (this.#stopping) return
    if (this.#restarts.spend(Date.now())) {
      this.start()
      return
    }
    this.#onFailed(
      `Singlet's core stopped again and again (exit code ${code}).`,
      'What was acknowledged is saved. Start Singlet from a terminal to see why it stops.',
    )
  }
}
