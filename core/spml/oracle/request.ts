import { z } from 'zod'
import { PRESENT, ABSENT, NO_PSEUDO, UNDECIDED, UNKNOWN } from '../method'
import type { LabelRows, Method } from '../method'
import { invalid } from '../parts/parameters'
import { badRequest, readTable } from './tables'
import type { Table } from './tables'

const number = z.number()
const position = z.number().int().nonnegative()

/** One question about one batch; tables beside the logits may also stand among the parameters. */
const envelope = z.looseObject({
  method: z.string(),
  epoch: position.nullish(),
  step: position.nullish(),
  steps: position.nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  state: z.record(z.string(), z.unknown()).nullish(),
})

/** Lists of the papers and the single parameters that they stand for. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  beta: ['w0', 'wT', 'b0', 'bT'],
  alpha: ['mu0', 'sigma0', 'muT', 'sigmaT'],
  lam: ['lam1', 'lam2'],
}

/** Everything that was asked, by name, before it is known what the method makes of it. */
export type Question = {
  method: string
  given: Readonly<Record<string, unknown>>
  parameters: Readonly<Record<string, unknown>>
  state: Readonly<Record<string, unknown>>
}

/** @throws Failure BAD_REQUEST */
export function readQuestion(value: unknown): Question {
  const parsed = envelope.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw badRequest(
      `${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'unreadable'}.`,
    )
  }
  const { method, parameters, state, ...given } = parsed.data
  return { method, given, parameters: parameters ?? {}, state: state ?? {} }
}

/**
 * The single parameters of a method: lists spread, true and false as 1 and 0, no padding for a method
 * that has none. What is no parameter (tables, `epoch`, `T`) is left out.
 * @throws Failure PARAMETER_INVALID for one that is no number
 */
export function readParameters(
  { info }: Method,
  given: Readonly<Record<string, unknown>>,
  reserved: ReadonlySet<string>,
): Record<string, number> {
  const own = new Set(info.parameters.map(({ id }) => id))
  const numbers: Record<string, number> = {}
  for (const [name, value] of Object.entries(given)) {
    const names = Array.isArray(value) ? LISTS[name] : undefined
    if (names !== undefined) Object.assign(numbers, spread(name, names, value))
    else if (reserved.has(name) && (Array.isArray(value) || !own.has(name))) continue
    else if (name === 'eps' && value === 0 && !own.has(name)) continue
    else numbers[name] = readParameter(name, value)
  }
  return numbers
}

function spread(name: string, names: readonly string[], value: unknown): Record<string, number> {
  const list = z.array(number).length(names.length).safeParse(value)
  if (list.success) return Object.fromEntries(names.map((id, i) => [id, list.data[i] ?? 0]))
  throw invalid(`${name} must be ${names.length} numbers: ${names.join(', ')}.`)
}

function readParameter(name: string, value: unknown): number {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return value
  throw invalid(`${name} must be a number.`)
}

/**
 * Labels of a request: 1 present, 0 absent, -1 unknown, 2 undecided, and -s with 0 < s < 1 unknown with
 * the soft target s. `pseudo` adds targets for unknown labels.
 */
export function readLabels({ data }: Table, pseudo: Float64Array | null): LabelRows {
  const targets = Float32Array.from(data, (label, i) =>
    label < 0 && label > -1 ? -label : (pseudo?.[i] ?? NO_PSEUDO),
  )
  return { state: Int8Array.from(data, stateOf), pseudo: targets }
}

function stateOf(label: number): number {
  if (label === 1) return PRESENT
  if (label === 0) return ABSENT
  if (label === 2) return UNDECIDED
  if (label < 0 && label >= -1) return UNKNOWN
  throw badRequest(`A label is 1, 0, -1, 2 or a soft target from -1 to 0, not ${label}.`)
}

/** Pseudo-labels given instead of a teacher: 1 present, -1 absent, 0 none; as targets. */
export function readOpinions(name: string, value: unknown): Table {
  const table = readTable(name, value, 0)
  return { ...table, data: table.data.map((opinion) => targetOf(name, opinion)) }
}

function targetOf(name: string, opinion: number): number {
  if (opinion === 0) return NO_PSEUDO
  if (opinion === 1 || opinion === -1) return opinion > 0 ? 1 : 0
  throw badRequest(`${name} holds 1, -1 and 0 only.`)
}
