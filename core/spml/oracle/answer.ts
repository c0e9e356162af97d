import { Failure } from '../../contract/failures'
import type { LabelRows, Method, MethodState, MethodStep, StepInput } from '../method'
import { completeParameters, findMethod } from '../methods'
import { poolMaps } from '../parts/boost-lu'
import type { Pooled } from '../parts/boost-lu'
import { readLike, readOutputs, TABLES } from './outputs'
import type { AskedOutputs } from './outputs'
import { readLabels, readOpinions, readParameters, readQuestion } from './request'
import type { Question } from './request'
import { readSegments } from './segments'
import { badRequest, nest, readTable } from './tables'
import type { Nested, Table } from './tables'

/** What one step of a method makes of a request. */
export type OracleAnswer = {
  loss: number
  /** d loss / d logits, nested as the logits were. */
  grad: Nested
  /** By every other output that is differentiated, and by maps. */
  grads: Record<string, Nested>
  /** Send it with the next request to go on. */
  state: Readonly<Record<string, Nested>>
  /** [image, class] of labels taken for false negatives. */
  marked: readonly (readonly [image: number, column: number])[]
  /** What the loss is the sum of, where the method has parts. */
  parts?: Readonly<Record<string, number>>
}

/** The epoch in which every method does its work: the first one is a warm-up for some. */
const USUAL_EPOCH = 2
const USUAL_EPOCHS = 10

/** Names that say where in a training the step stands. */
const POSITION = ['epoch', 'T', 'step', 'steps']

/**
 * One step of one method on one batch, from plain data to plain data: a pure function.
 * @throws Failure BAD_REQUEST, METHOD_UNKNOWN, PARAMETER_INVALID; DIVERGED when the loss is no number
 */
export function answerRequest(request: unknown): OracleAnswer {
  const question = readQuestion(request)
  const method = findMethod(question.method)
  const given = { ...question.parameters, ...question.state, ...question.given }
  const { logits, pooled, shape } = readLogits(given)
  const labels = readLabelRows(question, given, logits, method)
  const asked = readOutputs(logits, given, method.outputs ?? [], labels)
  const segments = readSegments(given)
  const place = stepInput(question, method, logits, labels)
  const input = { ...place, outputs: asked.outputs, ...(segments && { segments }) }
  const step = method.step(input)
  if (!Number.isFinite(step.loss)) {
    throw new Failure('DIVERGED', 'The loss is no number.', { advice: 'Send smaller numbers.' })
  }
  const answer = present(input, step, asked)
  if (pooled && shape) answer.grads['maps'] = nest(pooled.backward(step.grads.logits), shape)
  // Its published numbers are those of the strong view alone; the plain one stands among the parts.
  const strongAlone = method.info.id === 'plc' && asked.main === 'strong'
  return { ...answer, loss: strongAlone ? (step.parts?.['plc'] ?? step.loss) : step.loss }
}

type Read = { logits: Table; pooled?: Pooled; shape?: readonly number[] }

/** Logits [B][C], or class activation maps [B][C][P] pooled with `boost`. */
function readLogits(given: Readonly<Record<string, unknown>>): Read {
  if (given['maps'] === undefined) {
    const logits = readTable('logits', given['logits'])
    const [images = 0, classes = 0, ...more] = logits.shape
    if (images > 0 && classes > 0 && more.length === 0) return { logits }
    throw badRequest('logits must be rows of one number per class.')
  }
  const maps = readTable('maps', given['maps'])
  const [images = 0, classes = 0, ...sides] = maps.shape
  const cells = sides.reduce((product, side) => product * side, 1)
  if (images * classes * cells === 0 || sides.length === 0) {
    throw badRequest('maps must be cells of classes of images.')
  }
  const boost = given['boost']
  const pooled = poolMaps(maps.data, cells, typeof boost === 'number' ? boost : 1)
  return { logits: { data: pooled.logits, shape: [images, classes] }, pooled, shape: maps.shape }
}

function readLabelRows(
  { parameters, state, given: request }: Question,
  given: Readonly<Record<string, unknown>>,
  logits: Table,
  method: Method,
): LabelRows {
  const same = (name: string, table: Table): Table => {
    if (table.data.length === logits.data.length && table.shape[0] === logits.shape[0]) return table
    throw badRequest(`${name} is ${table.shape.join(' x ')}, not ${logits.shape.join(' x ')}.`)
  }
  const opinions = parameters['pseudo'] ?? request['pseudo']
  const stored = state['pseudo'] ?? null
  const targets = stored === null ? null : readTable('state.pseudo', stored, Number.NaN)
  const pseudo = opinions === undefined ? targets : readOpinions('pseudo', opinions)
  const rows = readLabels(
    same('labels', readTable('labels', given['labels'])),
    pseudo ? same('pseudo', pseudo).data : null,
  )
  const optional = (name: string) =>
    given[name] === undefined ? null : readLike(name, given[name], logits).data
  const truth = optional('truth')
  const teacher = optional('teacher')
  const tileTeacher = optional('tileTeacher')
  if (method.info.needs.includes('truth') && truth === null && rows.state.includes(0)) {
    throw badRequest(`${method.info.title} needs truth, 1 or 0 for every label.`)
  }
  return {
    ...rows,
    ...(truth && { truth: Uint8Array.from(truth) }),
    ...(teacher && { teacher }),
    ...(tileTeacher && { tileTeacher }),
  }
}

function stepInput(
  { parameters: asked, given, state }: Question,
  method: Method,
  { shape: [images = 0, classes = 0] }: Table,
  labels: LabelRows,
): Omit<StepInput, 'outputs'> {
  const own = (name: string) => method.info.parameters.some(({ id }) => id === name)
  const position = (name: string) => {
    const value = given[name] ?? (own(name) ? undefined : asked[name])
    return typeof value === 'number' ? value : undefined
  }
  const epoch = position('epoch') ?? USUAL_EPOCH
  const epochs = position('T') ?? Math.max(USUAL_EPOCHS, epoch)
  const step = position('step') ?? epoch
  const reserved = new Set([...TABLES, ...POSITION, 'boost'])
  const parameters = completeParameters(method, readParameters(method, asked, reserved), epochs)
  const first = method.begin?.({ classes, images, parameters, states: labels.state }) ?? {}
  const moment = { epoch, epochs, step, steps: position('steps') ?? 1, classes }
  return { labels, moment, parameters, state: continued(first, state) }
}

/** The state of a request over that before the first step. */
function continued(first: MethodState, given: Readonly<Record<string, unknown>>): MethodState {
  const state: Record<string, Float32Array> = { ...first }
  for (const [name, value] of Object.entries(given)) {
    const before = first[name]
    if (before === undefined) continue
    const { data } = readTable(`state.${name}`, value, Number.NaN)
    // An empty one says that its size is known with the first batch.
    if (before.length > 0 && data.length !== before.length) {
      throw badRequest(`state.${name} has ${data.length} numbers, not ${before.length}.`)
    }
    state[name] = Float32Array.from(data)
  }
  return state
}

function present(
  { labels, moment }: StepInput,
  step: MethodStep,
  { shapes, main }: AskedOutputs,
): OracleAnswer {
  const { classes } = moment
  const shape = [labels.state.length / classes, classes]
  const grads: Record<string, Nested> = {}
  for (const [name, grad] of Object.entries(step.grads)) {
    grads[name] = nest(grad, shapes.get(name) ?? shape)
  }
  const state: Record<string, Nested> = { pseudo: nest(step.pseudo, shape) }
  for (const [name, data] of Object.entries(step.state)) {
    state[name] = nest(data, data.length === 1 ? [] : [data.length])
  }
  return {
    loss: step.loss,
    grad: grads[main] ?? nest(new Float32Array(labels.state.length), shape),
    grads,
    state,
    marked: step.marked.map((i) => [Math.floor(i / classes), i % classes] as const),
    ...(step.parts && { parts: step.parts }),
  }
}
