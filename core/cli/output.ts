import { MultiBar, Presets, type SingleBar } from 'cli-progress'
import { type FailureInfo, toFailureInfo } from '../contract/failures'

export type Line = { kind: string } & Record<string, unknown>

/** What a command prints: JSON lines on stdout for scripts, or tables and progress bars for people. */
export interface Output {
  readonly json: boolean
  /** One result line. For people it is printed by `forPeople`, or not at all. */
  line(line: Line, forPeople?: string): void
  /** The last line of a successful command. */
  summary(values: Record<string, unknown>, forPeople: string): void
  progress(step: string, done: number, total: number | null): void
  failure(error: unknown): void
}

export function createOutput(json: boolean): Output {
  return json ? new JsonOutput() : new PeopleOutput()
}

/** NaN and undefined have no place in JSON: what is missing is null. */
function toJson(line: Line): string {
  return JSON.stringify(line, (_key, value: unknown) => value ?? null)
}

class JsonOutput implements Output {
  readonly json = true

  line(line: Line): void {
    process.stdout.write(`${toJson(line)}\n`)
  }

  summary(values: Record<string, unknown>): void {
    this.line({ kind: 'summary', ...values })
  }

  progress(): void {
    // Scripts read results; progress that matters to them is a line of its command.
  }

  failure(error: unknown): void {
    this.line({ kind: 'error', ...toFailureInfo(error) })
  }
}

class PeopleOutput implements Output {
  readonly json = false
  #bars: MultiBar | null = null
  #bar: { step: string; bar: SingleBar } | null = null

  line(_line: Line, forPeople?: string): void {
    if (forPeople === undefined) return
    this.#stopBar()
    process.stdout.write(`${forPeople}\n`)
  }

  summary(_values: Record<string, unknown>, forPeople: string): void {
    this.#stopBar()
    process.stdout.write(`${forPeople}\n`)
  }

  progress(step: string, done: number, total: number | null): void {
    if (total === null || !process.stderr.isTTY) return
    if (this.#bar?.step !== step) {
      this.#stopBar()
      this.#bars = new MultiBar(
        { format: '{step} {bar} {value}/{total} · {eta_formatted} left', stream: process.stderr },
        Presets.rect,
      )
      this.#bar = { step, bar: this.#bars.create(total, done, { step }) }
    }
    this.#bar.bar.setTotal(total)
    this.#bar.bar.update(done, { step })
  }

  failure(error: unknown): void {
    this.#stopBar()
    process.stderr.write(`${describeFailure(toFailureInfo(error))}\n`)
  }

  #stopBar(): void {
    this.#bars?.stop()
    this.#bars = null
    this.#bar = null
  }
}

function describeFailure({ message, advice, path }: FailureInfo): string {
  const where = path !== null && !message.includes(path) ? `\n  ${path}` : ''
  return `singlet: ${message}${where}${advice ? `\n  ${advice}` : ''}`
}

/** Columns padded to their widest cell; numbers are the caller's to format. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return rows.map(line).join('\n')
}
