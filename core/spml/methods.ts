import { Failure } from '../contract/failures'
import type { MethodInfo, ParameterInfo } from '../contract/training'
import type { Method, Moment, Parameters } from './method'
import { rankNegatives } from './rank-negatives'

const COLE = 'Cole et al., "Multi-Label Learning from Single Positive Labels", CVPR 2021'
const ZHOU = 'Zhou et al., "Acknowledging the Unknown", ECCV 2022'
const KIM = 'Kim et al., "Large Loss Matters", CVPR 2022'
const BRIDGE = 'Kim et al., "Bridging the Gap", CVPR 2023 (released code)'

/** Measured best on photographs with one positive each; see `recommended-recipe.ts`. */
export const RECOMMENDED_METHOD = 'em'

const eps: ParameterInfo = {
  id: 'eps',
  title: 'Padding of logarithms',
  default: 1e-5,
  min: 0,
  max: 0.01,
  integer: false,
  source: 'The released code of the method; 0 is the exact form.',
}

const alpha: ParameterInfo = {
  id: 'alpha',
  title: 'Weight of the entropy of unknown labels',
  default: 0.1,
  min: 0,
  max: 1,
  integer: false,
  source: `${ZHOU}, COCO`,
}

/** Every method, in the order in which lists show them. A further method is a further row. */
export const methods: readonly Method[] = [
  {
    info: row({
      id: 'an',
      title: 'Assume negative',
      belief: 'What nobody labelled is absent.',
      source: COLE,
      parameters: [eps],
    }),
    kernel: 'padded',
    unknown: () => [0, 1, 0],
  },
  {
    info: row({
      id: 'wan',
      title: 'Weak assume negative',
      belief: 'What nobody labelled is absent, but each such label counts little.',
      source: COLE,
      parameters: [
        eps,
        number('gamma', 'Weight of unknown labels (0: 1 / (classes - 1))', 0, [0, 1], COLE),
      ],
    }),
    kernel: 'padded',
    unknown: ({ gamma = 0 }, { classes }) => [0, gamma || 1 / Math.max(1, classes - 1), 0],
  },
  {
    info: row({
      id: 'n-ls',
      title: 'Negative label smoothing',
      belief: 'What nobody labelled is absent, most likely.',
      source: COLE,
      parameters: [eps, number('s', 'Doubt about unknown labels', 0.1, [0, 0.5], COLE)],
    }),
    kernel: 'padded',
    unknown: ({ s = 0 }) => [s, 1 - s, 0],
  },
  {
    info: row({
      id: 'em',
      title: 'Entropy maximisation',
      belief: 'What nobody labelled is unknown: the model should stay in doubt about it.',
      source: ZHOU,
      parameters: [eps, alpha],
    }),
    kernel: 'padded',
    unknown: (parameters) => [0, 0, -(parameters['alpha'] ?? 0)],
  },
  {
    info: row({
      id: 'em-apl',
      title: 'Entropy maximisation with asymmetric pseudo-labels',
      belief: 'As entropy maximisation, and what scores lowest is gradually taken for absent.',
      source: ZHOU,
      parameters: [
        eps,
        alpha,
        number('beta', 'Weight of pseudo-labels', 0.9, [0, 1], `${ZHOU}, COCO`),
        number('proportion', 'Unknown labels taken for absent in the end', 0.9, [0, 1], ZHOU),
        { ...number('warmup', 'Epochs before the first', 5, [0, 1000], ZHOU), integer: true },
      ],
    }),
    kernel: 'padded',
    unknown: (parameters) => [0, 0, -(parameters['alpha'] ?? 0)],
    pseudo: ({ beta = 0 }, target) => [beta * target, beta * (1 - target), 0],
    labelsAfterEpoch: ({ warmup = 0 }, { epoch, epochs }) => epoch >= warmup && epoch < epochs,
    afterEpoch: rankNegatives,
    check: checkWarmup,
  },
  largeLoss({
    id: 'll-r',
    title: 'Large loss, rejected',
    belief: 'What nobody labelled is absent, unless it fits so badly that it is left out.',
    delta: 0.5,
    suspected: [0, 0, 0],
  }),
  largeLoss({
    id: 'll-ct',
    title: 'Large loss, corrected for a step',
    belief: 'What nobody labelled is absent, unless it fits so badly that it counts as present.',
    delta: 0.2,
    suspected: [1, 0, 0],
  }),
  {
    ...largeLoss({
      id: 'll-cp',
      title: 'Large loss, corrected for good',
      belief: 'What nobody labelled is absent, until it fits so badly that it stays present.',
      delta: 0.1,
      suspected: [1, 0, 0],
    }),
    suspectShare: (parameters, { epoch }) => (epoch > 1 ? delta(parameters) : 0),
    keepsSuspects: true,
    pseudo: (_, target) => [target, 1 - target, 0],
  },
  {
    info: row({
      id: 'bce-full',
      title: 'All labels known',
      belief: 'Upper bound: trains on the hidden truth.',
      source: 'Binary cross-entropy on complete labels',
      needs: ['truth'],
      parameters: [eps],
    }),
    kernel: 'padded',
    unknown: () => [0, 0, 0],
    fromTruth: (present) => (present ? [1, 0, 0] : [0, 1, 0]),
  },
  {
    info: row({
      id: 'bce-iun',
      title: 'One positive, all negatives known',
      belief: 'Bound: hidden positives are left out, hidden negatives are known.',
      source: COLE,
      needs: ['truth'],
      parameters: [eps],
    }),
    kernel: 'padded',
    unknown: () => [0, 0, 0],
    fromTruth: (present) => (present ? [0, 0, 0] : [0, 1, 0]),
  },
]

/** @throws Failure METHOD_UNKNOWN */
export function findMethod(id: string): Method {
  const method = methods.find(({ info }) => info.id === id)
  if (method !== undefined) return method
  const known = methods.map(({ info }) => info.id).join(', ')
  throw new Failure('METHOD_UNKNOWN', `There is no method "${id}".`, {
    advice: `Choose one of ${known}.`,
  })
}

/**
 * Every parameter of a method: those given, else its defaults.
 * @throws Failure PARAMETER_INVALID for an unknown name, a number out of range or a bad combination.
 */
export function completeParameters(
  method: Method,
  given: Parameters,
  epochs: number,
): Record<string, number> {
  const complete: Record<string, number> = {}
  for (const parameter of method.info.parameters) {
    const value = given[parameter.id] ?? parameter.default
    checkRange(parameter, value)
    complete[parameter.id] = value
  }
  for (const name of Object.keys(given)) {
    if (name in complete) continue
    throw invalid(`${method.info.title} has no parameter "${name}".`)
  }
  method.check?.(complete, epochs)
  return complete
}

function checkRange({ title, min, max, integer }: ParameterInfo, value: number): void {
  const fits = value >= min && value <= max && (!integer || Number.isInteger(value))
  if (!fits)
    throw invalid(
      `${title}: ${value} is not ${integer ? 'a whole number ' : ''}from ${min} to ${max}.`,
    )
}

function checkWarmup({ warmup = 0 }: Parameters, epochs: number): void {
  if (warmup < epochs) return
  throw invalid(`${warmup} epochs before the first pseudo-label leave none of ${epochs} epochs.`)
}

function invalid(message: string): Failure {
  return new Failure('PARAMETER_INVALID', message, { advice: 'Change it in the recipe.' })
}

type Spec = Omit<MethodInfo, 'needs' | 'recommended'> & { needs?: MethodInfo['needs'] }

function row({ needs = [], ...info }: Spec): MethodInfo {
  return { ...info, needs, recommended: info.id === RECOMMENDED_METHOD }
}

function number(
  id: string,
  title: string,
  value: number,
  [min, max]: readonly [number, number],
  source: string,
): ParameterInfo {
  return { id, title, default: value, min, max, integer: false, source }
}

/** Percent of a batch to a share. */
function delta(parameters: Parameters): number {
  return (parameters['delta'] ?? 0) / 100
}

type LargeLossSpec = Pick<MethodInfo, 'id' | 'title' | 'belief'> & {
  delta: number
  suspected: readonly [number, number, number]
}

/** The share of suspects grows by `delta` percent with every epoch; the first one has none. */
function largeLoss({ delta: percent, suspected, ...info }: LargeLossSpec): Method {
  const parameters = [
    number('delta', 'Percent of a batch suspected, more each epoch', percent, [0, 100], BRIDGE),
  ]
  return {
    info: row({ ...info, source: KIM, parameters }),
    kernel: 'exact',
    unknown: () => [0, 1, 0],
    suspectShare: (given, { epoch }: Moment) => Math.min(1, delta(given) * (epoch - 1)),
    suspected,
  }
}
