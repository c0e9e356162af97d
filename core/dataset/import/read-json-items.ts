import { createReadStream } from 'node:fs'
import { invalid, limits } from './imported-dataset'

const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const OPEN_LIST = 91
const OPEN_OBJECT = 123
const CLOSE_LIST = 93
const CLOSE_OBJECT = 125
const LINE_END = 10

/**
 * Streams the elements of the arrays that the top-level object of a JSON file holds, each with the
 * name of its array, so that files of gigabytes fit into memory. Other members are passed over.
 * Throws IMPORT_INVALID, with the line, where the text is no JSON or an element is beyond 16 MiB.
 */
export async function readJsonItems(
  path: string,
  visit: (array: string, item: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  const splitter = new Splitter(path, visit)
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: 'utf8', signal })
  for await (const chunk of chunks) splitter.push(chunk)
  splitter.end()
}

/** Finds where elements begin and end by counting brackets outside of strings. */
class Splitter {
  private readonly path: string
  private readonly visit: (array: string, item: unknown) => void
  private depth = 0
  private inString = false
  private isEscaped = false
  private line = 1
  /** Text since the last member or element began; only kept where it may be needed. */
  private kept = ''
  private array: string | null = null
  private isDone = false

  constructor(path: string, visit: (array: string, item: unknown) => void) {
    this.path = path
    this.visit = visit
  }

  push(chunk: string): void {
    let start = 0
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk.charCodeAt(i)
      if (code === LINE_END) this.line += 1
      if (this.inString) {
        if (this.isEscaped) this.isEscaped = false
        else if (code === BACKSLASH) this.isEscaped = true
        else if (code === QUOTE) this.inString = false
      } else if (code === QUOTE) this.inString = true
      else if (code === OPEN_LIST || code === OPEN_OBJECT) {
        if (this.open(code, chunk, start, i)) start = i + 1
      } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        if (this.close(chunk, start, i)) start = i + 1
      } else if (code === COMMA && this.atBoundary()) {
        this.take(chunk.slice(start, i))
        start = i + 1
      }
    }
    if (this.depth > 0) this.kept += chunk.slice(start)
    if (this.kept.length > limits.itemBytes) throw this.broken('An element is too large')
  }

  end(): void {
    if (!this.isDone) throw this.broken('It ends too early')
  }

  /** True when text is kept only from after this bracket on. */
  private open(code: number, chunk: string, start: number, at: number): boolean {
    this.depth += 1
    if (this.depth === 1) {
      if (code === OPEN_OBJECT && !this.isDone) return true
      throw this.broken('An object was expected')
    }
    if (this.depth !== 2 || code !== OPEN_LIST) return false
    this.array = nameOf(this.kept + chunk.slice(start, at))
    this.kept = ''
    return true
  }

  private close(chunk: string, start: number, at: number): boolean {
    this.depth -= 1
    if (this.depth < 0) throw this.broken('A bracket closes that was never opened')
    if (this.depth === 0) {
      this.isDone = true
      this.kept = ''
      return true
    }
    if (this.depth !== 1 || this.array === null) return false
    this.take(chunk.slice(start, at))
    this.array = null
    return true
  }

  private atBoundary(): boolean {
    return this.depth === 1 || (this.depth === 2 && this.array !== null)
  }

  /** The end of an element, or of a member that is no array. */
  private take(rest: string): void {
    const text = this.kept + rest
    this.kept = ''
    if (this.array === null || text.trim() === '') return
    let item: unknown
    try {
      item = JSON.parse(text)
    } catch {
      throw this.broken(`"${text.trim().slice(0, 60)}"`)
    }
    this.visit(this.array, item)
  }

  private broken(what: string): Error {
    return invalid(this.path, `This is not JSON as expected (${what}).`, this.line)
  }
}

/** The name in `"name":`, the empty text when there is none. */
function nameOf(text: string): string {
  return /"([^"\\]*)"\s*:\s*$/.exec(text)?.[1] ?? ''
}
