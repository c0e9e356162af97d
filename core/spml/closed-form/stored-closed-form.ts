import { z } from 'zod'
import { decodeFloat16, encodeFloat16 } from '../../kernel/float16'
import type { StoredArray, StoredArrays } from '../../tensor/weights'
import type { AttentionExpert } from './attend'
import type { ClosedFormHead, Experts } from './closed-form-head'

const size = z.coerce.number().int().min(0)
const factsShape = z.object({
  kind: z.literal('closed-form'),
  experts: z.string().transform((names) => new Set(names.split(' '))),
  features: size,
  classes: size,
  positions: size,
  posteriorShare: z.coerce.number(),
  /** Images of the kernel. */
  images: size,
  sharpness: z.coerce.number(),
  temperature: z.coerce.number(),
  channels: size,
  rank: size,
})

type Facts = Omit<z.output<typeof factsShape>, 'experts' | 'kind'>

/** Shapes of all arrays that a file may hold, by their names. */
function shapesOf({ features, classes, images, channels, rank }: Facts) {
  return {
    mean: [features],
    std: [features],
    'ridge/weights': [features, classes],
    'ridge/means': [classes],
    'kernel/rows': [images, features],
    'kernel/duals': [images, classes],
    'kernel/means': [classes],
    'attention/matrix': [channels, rank],
    'attention/offset': [rank],
    'attention/evidence': [rank, classes],
    'attention/scale': [classes],
    'attention/mean': [classes, rank],
    'attention/std': [classes, rank],
    'attention/weights': [classes, rank],
    'attention/bias': [classes],
    'lda/weights': [features, classes],
    'lda/bias': [classes],
    'sums/mean': [classes],
    'sums/std': [classes],
    'posteriors/mean': [classes],
    'posteriors/std': [classes],
    intercept: [classes],
    slope: [classes],
  }
}

type Name = keyof ReturnType<typeof shapesOf>
type Arrays = Partial<Record<Name, Float32Array>>
/** The numbers of one array; throws when it is not there or has another size. */
type Take = (name: Name) => Float32Array

/** A closed-form classifier as arrays and facts; the kernel's rows, most of it, as float16. */
export function storeClosedForm(head: ClosedFormHead): StoredArrays {
  const facts = factsOf(head)
  const numbers = arraysOf(head)
  const arrays = new Map<string, StoredArray>()
  for (const [name, shape] of Object.entries(shapesOf(facts))) {
    // Object.entries forgets that its names are the keys of what it was given.
    const data = numbers[name as Name]
    if (data) arrays.set(name, { shape, data: name === 'kernel/rows' ? encodeFloat16(data) : data })
  }
  const experts = Object.keys(head.experts).join(' ')
  const metadata: Record<string, string> = { kind: head.kind, experts }
  for (const [name, value] of Object.entries(facts)) metadata[name] = String(value)
  return { arrays, metadata }
}

/** The classifier of such arrays and facts; throws when something is missing or has another size. */
export function readClosedForm({ arrays, metadata }: StoredArrays): ClosedFormHead {
  const { kind, experts, ...facts } = factsShape.parse(metadata)
  const shapes = shapesOf(facts)
  const take: Take = (name) => {
    const data = arrays.get(name)?.data
    const numbers = data instanceof Uint16Array ? decodeFloat16(data) : data
    const length = shapes[name].reduce((product, edge) => product * edge, 1)
    if (numbers instanceof Float32Array && numbers.length === length) return numbers
    throw new Error(`${name} is missing or has another size`)
  }
  const { features, classes, positions, posteriorShare } = facts
  return {
    ...{ kind, features, classes, positions },
    ...{ mean: take('mean'), std: take('std') },
    experts: readExperts(experts, facts, take),
    mix: {
      sums: { mean: take('sums/mean'), std: take('sums/std') },
      posteriors: { mean: take('posteriors/mean'), std: take('posteriors/std') },
      ...{ posteriorShare, intercept: take('intercept'), slope: take('slope') },
    },
  }
}

function factsOf({ features, classes, positions, experts, mix }: ClosedFormHead): Facts {
  const { kernel, attention, lda } = experts
  return {
    ...{ features, classes, positions, posteriorShare: mix.posteriorShare },
    images: kernel ? kernel.rows.length / features : 0,
    sharpness: kernel?.sharpness ?? 0,
    temperature: lda?.temperature ?? 0,
    channels: attention?.projection.channels ?? 0,
    rank: attention?.projection.rank ?? 0,
  }
}

function arraysOf({ mean, std, experts, mix }: ClosedFormHead): Arrays {
  const { ridge, kernel, attention, lda } = experts
  return {
    ...{ mean, std, intercept: mix.intercept, slope: mix.slope },
    ...{ 'sums/mean': mix.sums.mean, 'sums/std': mix.sums.std },
    ...{ 'posteriors/mean': mix.posteriors.mean, 'posteriors/std': mix.posteriors.std },
    ...(ridge && { 'ridge/weights': ridge.weights, 'ridge/means': ridge.means }),
    ...(kernel && {
      'kernel/rows': kernel.rows,
      'kernel/duals': kernel.duals,
      'kernel/means': kernel.means,
    }),
    ...(attention && attentionArrays(attention)),
    ...(lda && { 'lda/weights': lda.weights, 'lda/bias': lda.bias }),
  }
}

function attentionArrays({ projection, evidence, heads }: AttentionExpert): Arrays {
  const rows = (of: 'mean' | 'std' | 'weights') => joined(heads.map((head) => head[of]))
  return {
    'attention/matrix': projection.matrix,
    'attention/offset': projection.offset,
    'attention/evidence': evidence,
    'attention/scale': Float32Array.from(heads, ({ scale }) => scale),
    'attention/mean': rows('mean'),
    'attention/std': rows('std'),
    'attention/weights': rows('weights'),
    'attention/bias': Float32Array.from(heads, ({ bias }) => bias),
  }
}

function readExperts(names: ReadonlySet<string>, facts: Facts, take: Take): Experts {
  const { sharpness, temperature } = facts
  const ridge = () => ({ weights: take('ridge/weights'), means: take('ridge/means') })
  const kernel = () => ({
    ...{ rows: take('kernel/rows'), duals: take('kernel/duals'), means: take('kernel/means') },
    sharpness,
  })
  const lda = () => ({ weights: take('lda/weights'), bias: take('lda/bias'), temperature })
  return {
    ...(names.has('ridge') && { ridge: ridge() }),
    ...(names.has('kernel') && { kernel: kernel() }),
    ...(names.has('attention') && { attention: readAttention(facts, take) }),
    ...(names.has('lda') && { lda: lda() }),
  }
}

function readAttention({ channels, rank, classes }: Facts, take: Take): AttentionExpert {
  const [matrix, offset] = [take('attention/matrix'), take('attention/offset')]
  const [scale, bias] = [take('attention/scale'), take('attention/bias')]
  const table = { mean: take('attention/mean'), std: take('attention/std') }
  const weights = take('attention/weights')
  const row = (of: Float32Array, c: number) => of.subarray(c * rank, (c + 1) * rank)
  return {
    projection: { matrix, offset, channels, rank },
    evidence: take('attention/evidence'),
    classes,
    heads: Array.from(scale, (sharpness, c) => ({
      ...{ scale: sharpness, bias: bias[c] ?? 0, weights: row(weights, c) },
      ...{ mean: row(table.mean, c), std: row(table.std, c) },
    })),
  }
}

function joined(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => Array.from(row)))
}
