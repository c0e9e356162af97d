import { resolve } from 'node:path'
import { Option } from 'commander'
import type { AuditOutcome } from '../bench/audit-all'
import { type LoopRound, loopStrategies, type LoopStrategy, runLoop } from '../bench/loop'
import { mean } from '../bench/quantile'
import { Scratch } from '../bench/scratch'
import { type AddCommand, parseFraction, parseInteger, subcommand } from '../command'
import { withHost } from '../host-session'
import type { Output } from '../output'
import { fullPath } from '../recipe-choice'
import { addBenchFeatures } from './bench-features'
import { addBenchHost } from './bench-host'
import { addBenchLearns } from './bench-learns'
import { addBenchMethods } from './bench-methods'
import { addBenchRefresh } from './bench-refresh'
import { addBenchSegment } from './bench-segment'
import { addBenchStore } from './bench-store'
import { addBenchTrain } from './bench-train'
import { addBenchUi } from './bench-ui'

interface LoopArguments {
  data: string
  backbone?: string
  strategy: LoopStrategy[]
  seeds: number
  targetRecall: number
  errorRate: number
  decisions: number
  audit: boolean
}

/** Seconds of one yes/no question about one class of one image: what sweeping is compared with. */
const ONE_BY_ONE_SECONDS = 1.6
const FIRST_SEED = 1200

export const addBench: AddCommand = (program, output) => {
  const bench = program.command('bench').description('measure what Singlet promises').exitOverride()
  subcommand(bench, 'loop', 'a simulated annotator works through the real program')
    .requiredOption('--data <path>', 'a dataset with complete labels')
    .option('--backbone <id or file>', 'an id of the catalogue or an ONNX file (default: mini)')
    .addOption(
      new Option('--strategy <id...>', 'what orders the pages')
        .choices(loopStrategies)
        .default([...loopStrategies]),
    )
    .option('--seeds <number>', 'how often, with another choice of labels', parseInteger, 3)
    .option('--target-recall <share>', 'of the hidden labels', parseFraction, 0.8)
    .option('--error-rate <share>', 'of the answers that are wrong', parseFraction, 0)
    .option('--decisions <number>', 'for each image', Number, 4)
    .option('--audit', 'end with a random audit of every class', false)
    .action((options: LoopArguments) => benchLoop(options, output))
  addBenchMethods(bench, output)
  addBenchFeatures(bench, output)
  addBenchHost(bench, output)
  addBenchLearns(bench, output)
  addBenchRefresh(bench, output)
  addBenchSegment(bench, output)
  addBenchStore(bench, output)
  addBenchTrain(bench, output)
  addBenchUi(bench, output)
}

async function benchLoop(options: LoopArguments, output: Output): Promise<void> {
  const scratch = await Scratch.make()
  try {
    const strategies: Record<string, unknown> = {}
    let classes = 0
    for (const strategy of options.strategy) {
      const runs: LoopRound[][] = []
      for (let seed = FIRST_SEED; seed < FIRST_SEED + options.seeds; seed++) {
        const rounds: LoopRound[] = []
        await withHost(async (session) => {
          const project = await scratch.project(
            session,
            resolve(options.data),
            seed,
            options.backbone && fullPath(options.backbone),
          )
          classes = session.host.services.projects.get(project).labels.classes.length
          const { errorRate, targetRecall } = options
          const backbone = options.backbone && fullPath(options.backbone)
          const loop = {
            strategy,
            seed,
            errorRate,
            targetRecall,
            decisionsPerImage: options.decisions,
            audit: options.audit,
            onAudit: (outcome: AuditOutcome) => {
              tellAudit(output, strategy, seed, outcome)
            },
          }
          for await (const round of runLoop(session, project, {
            ...loop,
            ...(backbone && { backbone }),
          })) {
            rounds.push(round)
            tellRound(output, strategy, seed, round)
          }
        })
        runs.push(rounds)
      }
      strategies[strategy] = summarise(runs, options.targetRecall)
    }
    output.summary(
      { strategies, oneByOneSeconds: ONE_BY_ONE_SECONDS * (classes - 1) },
      JSON.stringify(strategies, null, 2),
    )
  } finally {
    await scratch.remove()
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

function tellRound(output: Output, strategy: string, seed: number, round: LoopRound): void {
  output.line(
    { kind: 'round', strategy, seed, estimatedPrecision: null, ...round },
    `${strategy.padEnd(10)} seed ${seed}  ${round.decisionsPerImage.toFixed(2)} decisions an image  ` +
      `${round.humanSeconds.toFixed(2)} s  found ${percent(round.recall)}  ` +
      `refresh p95 ${round.refresh.p95.toFixed(0)} ms`,
  )
}

function tellAudit(output: Output, strategy: string, seed: number, outcome: AuditOutcome): void {
  const [low, mid, high] = outcome.estimatedMissing ?? [0, 0, 0]
  output.line(
    { kind: 'audit', strategy, seed, ...outcome },
    `${strategy.padEnd(10)} seed ${seed}  audit of ${outcome.judged}: ${Math.round(mid)} missing ` +
      `(${Math.round(low)} to ${Math.round(high)}), truly ${outcome.trueMissing}; ` +
      `${percent(outcome.classesHeld)} of the classes held`,
  )
}

function summarise(runs: readonly LoopRound[][], targetRecall: number) {
  const at = (decisions: number) =>
    mean(
      runs.flatMap((rounds) => {
        const round = rounds.find((one) => one.decisionsPerImage + 0.01 >= decisions)
        return round ? [round.recall] : []
      }),
    )
  const reached = runs.map((rounds) => rounds.find(({ recall }) => recall >= targetRecall))
  const ends = runs.flatMap((rounds) => rounds.at(-1) ?? [])
  const estimates = runs.flat().filter(({ estimatedMissing }) => estimatedMissing !== null)
  const covered = estimates.filter(({ estimatedMissing, trueMissing }) => {
    const [low, , high] = estimatedMissing ?? [0, 0, 0]
    return low <= trueMissing && trueMissing <= high
  })
  return {
    ...{ recallAt1: at(1), recallAt2: at(2), recallAt3: at(3), recallAt4: at(4) },
    secondsTo80: reached.includes(undefined)
      ? null
      : mean(reached.map((round) => round?.humanSeconds ?? 0)),
    precision: mean(ends.map(({ precision }) => precision)),
    coverage: estimates.length === 0 ? null : covered.length / estimates.length,
    refreshP95: mean(ends.map(({ refresh }) => refresh.p95)),
  }
}
