import { Failure } from '../../contract/failures'

export type Table = { data: Float64Array; shape: readonly number[] }

/** Numbers in rows, to any depth: [B][C], [B][R][C] and so on. */
export type Nested = number | null | readonly Nested[]

export function badRequest(message: string): Failure {
  return new Failure('BAD_REQUEST', message, { advice: 'singlet oracle --help shows a request.' })
}

/**
 * The numbers of nested rows, one after the other, and how they were nested. `hole` stands for null.
 * @throws Failure BAD_REQUEST that names the table when rows are unequal or something is no number
 */
export function readTable(name: string, value: unknown, hole?: number): Table {
  const numbers: number[] = []
  const shape: number[] = []
  const read = (part: unknown, depth: number): void => {
    if (Array.isArray(part)) {
      shape[depth] ??= part.length
      if (shape[depth] !== part.length)
        throw badRequest(`The rows of ${name} have unequal lengths.`)
      for (const inner of part) read(inner, depth + 1)
      return
    }
    if (depth !== shape.length) throw badRequest(`The rows of ${name} have unequal depths.`)
    numbers.push(readNumber(name, part, hole))
  }
  read(value, 0)
  return { data: Float64Array.from(numbers), shape }
}

function readNumber(name: string, value: unknown, hole?: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'boolean') return Number(value)
  if (value === null && hole !== undefined) return hole
  throw badRequest(`${name} must hold finite numbers only.`)
}

/** Flat numbers in rows of `width`, those in rows of the next width; NaN becomes null. */
export function nest(data: ArrayLike<number>, shape: readonly number[]): Nested {
  const [, ...inner] = shape
  if (shape.length === 0) return Number.isNaN(data[0]) ? null : (data[0] ?? null)
  const size = inner.reduce((product, length) => product * length, 1)
  const all = Array.from(data)
  return Array.from({ length: shape[0] ?? 0 }, (_, i) =>
    nest(all.slice(i * size, (i + 1) * size), inner),
  )
}
