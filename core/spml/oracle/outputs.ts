import type { LabelRows, OutputName, Outputs } from '../method'
import { PRESENT, UNKNOWN } from '../method'
import { badRequest, readTable } from './tables'
import type { Table } from './tables'

/** What a request calls the outputs beside its logits. */
const NAMES: Readonly<Partial<Record<string, OutputName>>> = {
  strongLogits: 'strong',
  maskedLogits: 'masked',
  estimate: 'estimate',
  embedding: 'embedding',
  strongEmbedding: 'strongEmbedding',
  latentMean: 'latentMean',
  latentLogDeviation: 'latentLogDeviation',
  reward: 'reward',
  cells: 'cells',
  evidence: 'evidence',
}

/** Names of a request that are tables and no parameters. */
export const TABLES = [
  ...Object.keys(NAMES),
  'weakLogits',
  'theta',
  'latentDeviation',
  'pseudo',
  'truth',
  'teacher',
  'tileTeacher',
  'segments',
  'stability',
] as const

/** Outputs as they were asked about, and how each was nested. */
export type AskedOutputs = {
  outputs: Outputs
  shapes: ReadonlyMap<string, readonly number[]>
  /** The output that the logits of the request were: that of the strong view beside `weakLogits`. */
  main: 'logits' | 'strong'
}

/** @throws Failure BAD_REQUEST naming a table of another size */
export function readOutputs(
  logits: Table,
  given: Readonly<Record<string, unknown>>,
  needed: readonly OutputName[],
  { state }: LabelRows,
): AskedOutputs {
  const tables = new Map<OutputName, Table>()
  const main = given['weakLogits'] === undefined ? 'logits' : 'strong'
  tables.set(main, logits)
  if (main === 'strong') tables.set('logits', readLike('weakLogits', given['weakLogits'], logits))
  for (const [name, output] of Object.entries(NAMES)) {
    if (output === undefined || given[name] === undefined) continue
    tables.set(output, readLike(name, given[name], logits))
  }
  const convert = (name: string, output: OutputName, by: (value: number) => number) => {
    if (!Array.isArray(given[name])) return
    const table = readLike(name, given[name], logits)
    tables.set(output, { ...table, data: table.data.map(by) })
  }
  convert('theta', 'estimate', (p) => Math.log(p) - Math.log1p(-p))
  convert('latentDeviation', 'latentLogDeviation', Math.log)
  if (needed.includes('estimate') && !tables.has('estimate')) {
    tables.set('estimate', { ...logits, data: Float64Array.from(state, firstEstimate) })
  }
  for (const name of needed) if (!tables.has(name)) throw badRequest(missing(name))
  const entries = [...tables].map(([name, { data }]) => [name, data] as const)
  return {
    outputs: { logits: logits.data, ...Object.fromEntries(entries) },
    shapes: new Map([...tables].map(([name, { shape }]) => [name, shape])),
    main,
  }
}

function missing(output: OutputName): string {
  const name = Object.keys(NAMES).find((one) => NAMES[one] === output)
  return `The method needs ${name ?? output}.`
}

/** ROLE's table before the first step, at the middle of where it starts. */
function firstEstimate(label: number): number {
  if (label === UNKNOWN) return 0
  const sure = Math.log(0.995 / 0.005)
  return label === PRESENT ? sure : -sure
}

/** Tables whose last numbers do not belong to classes. */
const OF_OTHER_WIDTH = /^(embedding|strongEmbedding|latent.*|cells)$/

/**
 * A table with as many rows as there are images and, unless it is of something else than classes, as
 * many numbers in its innermost rows as there are classes.
 * @throws Failure BAD_REQUEST
 */
export function readLike(name: string, value: unknown, { shape }: Table): Table {
  const table = readTable(name, value)
  const fits = OF_OTHER_WIDTH.test(name) || table.shape.at(-1) === shape[1]
  if (table.shape.length > 1 && table.shape[0] === shape[0] && fits) return table
  throw badRequest(`${name} is ${table.shape.join(' x ')}, the logits are ${shape.join(' x ')}.`)
}
