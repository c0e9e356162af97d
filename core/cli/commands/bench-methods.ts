import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { RecipeChoice } from '../../contract/training'
import { usualRecipe } from '../../spml/recommended-recipe'
import { machineName } from '../bench/measure'
import { type MethodRun, type MethodTask, prepareViews, runMethods } from '../bench/method-runs'
import { Scratch } from '../bench/scratch'
import { type Spread, spreadOf } from '../bench/spread'
import { collectSetting, parseInteger, parseNames, subcommand } from '../command'
import { type HostSession, withHost } from '../host-session'
import { type Output, table } from '../output'
import { chooseRecipe, fullPath } from '../recipe-choice'

interface MethodsArguments {
  data: string
  backbone?: string
  methods?: string[]
  seeds: number
  firstSeed: number
  parallel: number
  features?: string
  segments?: string
  start: 'zero' | 'closed-form'
  set: Record<string, number>
}

const FIRST_SEED = 1200

/** Plain training for the comparison: from zero, as the papers do, at a rate that suits frozen features. */
const PLAIN = { batch: 32, learningRate: 3e-4 }

/** What the way from assuming negatives to knowing all labels is measured between. */
const [FLOOR, CEILING] = ['an', 'bce-full']

export function addBenchMethods(bench: Command, output: Output): void {
  subcommand(bench, 'methods', 'every method on the same pictures, from one label per picture')
    .requiredOption('--data <path>', 'a dataset with complete labels')
    .option('--backbone <id or file>', 'an id of the catalogue or an ONNX file (default: mini)')
    .option('--methods <a,b,c>', 'ids of `singlet methods` (all by default)', parseNames)
    .option('--seeds <number>', 'how often, with another choice of labels', parseInteger, 3)
    .option('--first-seed <number>', 'of these choices', parseInteger, FIRST_SEED)
    .option('--parallel <number>', 'trainings side by side', parseInteger, cpus().length)
    .option('--features <folder>', 'keeps what was computed of the pictures for another time')
    .option(
      '--segments <project>',
      'of the same pictures, cut into segments, for who asks for some',
    )
    .addOption(
      new Option('--start <where>', 'where methods with epochs start')
        .choices(['zero', 'closed-form'])
        .default('zero'),
    )
    .option('--set <name=number>', 'a number of the recipe, for all methods', collectSetting, {})
    .action((options: MethodsArguments) => benchMethods(options, output))
}

async function benchMethods(options: MethodsArguments, output: Output): Promise<void> {
  const began = performance.now()
  const { features, segments } = options
  const scratch = await Scratch.sharing(
    features && resolve(features),
    segments && resolve(segments),
  )
  try {
    await withHost(async (session) => {
      const infos = await session.client.training.methods()
      const methods = options.methods ?? infos.map(({ id }) => id)
      const choices = await choicesOf(session, options, methods)
      const tasks = await makeTasks(session, scratch, options, choices, output)
      const featureSeconds = (performance.now() - began) / 1000
      const runs: MethodRun[] = []
      const where = { parallel: options.parallel, scratch: scratch.folder('runs') }
      for await (const run of runMethods(tasks, {
        ...where,
        workers: new URL('./', import.meta.url),
      })) {
        runs.push(run)
        tellRun(output, run)
        output.progress('trainings', runs.length, tasks.length)
      }
      const recommended = infos.find((info) => info.recommended)?.id ?? null
      const seconds = (performance.now() - began) / 1000
      tellSummary(output, summarise(methods, runs), { recommended, seconds, featureSeconds })
    })
  } finally {
    await scratch.remove()
  }
}

/** The recipe of every method: plain training, and the method's own parameters. */
async function choicesOf(
  { client }: HostSession,
  { backbone, set, start }: MethodsArguments,
  methods: readonly string[],
): Promise<Map<string, RecipeChoice>> {
  const choices = new Map<string, RecipeChoice>()
  for (const method of methods) {
    const numbers = start === 'zero' ? { ...plainNumbers(method), ...set } : set
    const choice = await chooseRecipe(client, {
      method,
      set: numbers,
      ...(backbone && { backbone }),
    })
    choices.set(method, { ...choice, start })
  }
  return choices
}

/** Weights that are drawn at random keep the higher rate that they need. */
function plainNumbers(method: string): Record<string, number> {
  const { learningRate } = usualRecipe(method, 1)
  return { ...PLAIN, learningRate: Math.max(PLAIN.learningRate, learningRate) }
}

async function makeTasks(
  session: HostSession,
  scratch: Scratch,
  { data, backbone, seeds, firstSeed }: MethodsArguments,
  choices: ReadonlyMap<string, RecipeChoice>,
  output: Output,
): Promise<MethodTask[]> {
  const path = backbone && fullPath(backbone)
  const tasks: MethodTask[] = []
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const id = await scratch.project(session, resolve(data), seed, path)
    const project = session.host.services.projects.get(id)
    if (seed === firstSeed) {
      await prepareViews(project, [...choices.values()], (step, done, total) => {
        output.progress(step, done, total)
      })
    }
    for (const [method, choice] of choices) {
      tasks.push({ method, seed, project, choice: { ...choice, seed } })
    }
  }
  return tasks
}

type Summary = Record<
  'map' | 'mapBest' | 'hiddenMap' | 'f1' | 'precision' | 'recall' | 'wasserstein' | 'seconds',
  Spread | null
>

function summarise(methods: readonly string[], runs: readonly MethodRun[]) {
  return Object.fromEntries(
    methods.map((method): [string, Summary] => {
      const own = runs.flatMap((run) =>
        run.method === method && 'metrics' in run ? [run.metrics] : [],
      )
      const of = (value: (metrics: (typeof own)[number]) => number | null | undefined) =>
        spreadOf(own.map((metrics) => value(metrics) ?? null))
      return [
        method,
        {
          map: of(({ map }) => map),
          mapBest: of(({ mapBest }) => mapBest),
          hiddenMap: of(({ hiddenMap }) => hiddenMap),
          f1: of(({ falseNegatives }) => falseNegatives?.f1),
          precision: of(({ falseNegatives }) => falseNegatives?.precision),
          recall: of(({ falseNegatives }) => falseNegatives?.recall),
          wasserstein: of(({ wasserstein }) => wasserstein),
          seconds: of(({ trainSeconds }) => trainSeconds),
        },
      ]
    }),
  )
}

/** How much of the way from assuming negatives to knowing all labels each method goes; null without both. */
function gapsClosed(methods: Record<string, Summary>): Record<string, number | null> {
  const floor = methods[FLOOR]?.map?.mean
  const ceiling = methods[CEILING]?.map?.mean
  const closed = ({ map }: Summary) =>
    floor === undefined || ceiling === undefined || ceiling === floor || !map
      ? null
      : (map.mean - floor) / (ceiling - floor)
  return Object.fromEntries(Object.entries(methods).map(([id, one]) => [id, closed(one)]))
}

function tellRun(output: Output, run: MethodRun): void {
  if ('failure' in run) {
    const { method, seed, failure } = run
    output.line({ kind: 'run', method, seed, failure }, `${method} seed ${seed}: ${failure}`)
    return
  }
  const { method, seed, metrics } = run
  output.line(
    { kind: 'run', method, seed, ...metrics },
    `${method.padEnd(16)} seed ${seed}  mAP ${percent(metrics.map)}  hidden ${percent(metrics.hiddenMap)}  ` +
      `${metrics.trainSeconds.toFixed(1)} s`,
  )
}

function tellSummary(
  output: Output,
  methods: Record<string, Summary>,
  facts: { recommended: string | null; seconds: number; featureSeconds: number },
): void {
  const gapClosed = gapsClosed(methods)
  const rows = Object.entries(methods).map(([id, one]) => [
    ...[id, spread(one.map), spread(one.mapBest), spread(one.hiddenMap), spread(one.f1)],
    ...[percent(gapClosed[id] ?? null), one.seconds?.mean.toFixed(1) ?? '–'],
  ])
  const head = ['method', 'mAP', 'chosen epoch', 'hidden', 'FN F1', 'gap closed', 'seconds']
  output.summary(
    { methods, gapClosed, ...facts, machine: machineName() },
    `${table([head, ...rows])}\n${machineName()}, ${facts.seconds.toFixed(0)} s in all`,
  )
}

const percent = (share: number | null) => (share === null ? '–' : (100 * share).toFixed(1))

function spread(value: Spread | null): string {
  return value === null ? '–' : `${percent(value.mean)} ± ${percent(value.sd)}`
}
