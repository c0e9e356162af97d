import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { backboneFile } from '../../inference/backbones'
import { bareTurn, type FeatureWork, featuresTurn, poolTurn } from '../bench/features/turns'
import { hasOnnxruntime, pythonTurn } from '../bench/features/python-rival'
import { type Measure, measureOf } from '../bench/measure'
import { Scratch } from '../bench/scratch'
import { atLeast, type Targets, tellMeasure, tellSummary } from '../bench/targets'
import { parseInteger, subcommand } from '../command'
import { type HostSession, withHost } from '../host-session'
import type { Output } from '../output'
import { fullPath } from '../recipe-choice'

interface Arguments {
  data: string
  backbone: string
  resolution: number
  images: number
  rounds: number
  workers: number
  python: string
}

const targets: Targets = { 'share of onnxruntime alone': atLeast('median', 0.9) }

/** How quickly pictures become features, beside the network alone. */
export function addBenchFeatures(bench: Command, output: Output): void {
  subcommand(bench, 'features', 'decoding and backbone, beside onnxruntime on decoded pictures')
    .requiredOption('--data <path>', 'a dataset with complete labels')
    .option('--backbone <id or file>', 'an id of the catalogue or an ONNX file', 'mini')
    .option('--resolution <pixels>', 'side that pictures are squeezed to', parseInteger, 224)
    .option('--images <number>', 'pictures of each turn', parseInteger, 1000)
    .option('--rounds <number>', 'how often everybody takes a turn', parseInteger, 5)
    .option(
      '--workers <number>',
      'threads for training pictures, processes of a DataLoader',
      parseInteger,
      availableParallelism(),
    )
    .option('--python <program>', 'the Python that is asked for onnxruntime', 'python3')
    .action((options: Arguments) => benchFeatures(options, output))
}

async function benchFeatures(options: Arguments, output: Output): Promise<void> {
  const scratch = await Scratch.make()
  try {
    const { turns, images } = await withHost(async (session) => {
      const work = await workOf(session, scratch.folder('project'), options)
      return { turns: await takeTurns(work, scratch, options, output), images: work.images.length }
    })
    const measures: Measure[] = []
    for (const [name, { unit, values }] of turns) {
      const measure = measureOf(name, values, unit)
      measures.push(measure)
      tellMeasure(output, measure, targets)
    }
    const { backbone, resolution, workers } = options
    tellSummary(output, measures, targets, { backbone, resolution, images, workers })
  } finally {
    await scratch.remove()
  }
}

async function workOf(
  { host }: HostSession,
  directory: string,
  options: Arguments,
): Promise<FeatureWork> {
  const data = resolve(options.data)
  await host.operations.simulate({ directory, data, seed: 1200 })
  const { id } = await host.services.projects.open(directory)
  const project = host.services.projects.get(id)
  const all = await project.store.images.all()
  return {
    inference: host.services.inference,
    backbone: fullPath(options.backbone),
    side: options.resolution,
    root: project.imageRoot,
    images: all.slice(0, options.images).map(({ id: image, path, width, height }) => ({
      ...{ id: image, path, size: { width, height } },
    })),
    folder: new URL('./', import.meta.url),
    workers: options.workers,
  }
}

type Values = Map<string, { unit: string; values: number[] }>

/** Everybody in turn, round after round: what else the machine does falls on all of them alike. */
async function takeTurns(
  work: FeatureWork,
  scratch: Scratch,
  { rounds, python }: Arguments,
  output: Output,
): Promise<Values> {
  const turns: Values = new Map()
  const add = (name: string, unit: string, value: number) => {
    const known = turns.get(name) ?? { unit, values: [] }
    turns.set(name, known)
    known.values.push(value)
  }
  const rate = (name: string, { rate: value, processor }: { rate: number; processor: number }) => {
    add(name, 'images/s', value)
    add(`${name}: processor`, 'ms', processor)
    return value
  }
  const withPython = await hasOnnxruntime(python)
  if (!withPython) output.line({ kind: 'note', text: 'no onnxruntime' }, noPython(python))
  for (let round = 0; round < rounds; round++) {
    output.progress('rounds', round, rounds)
    const whole = rate('onnxruntime alone', await bareTurn(work, 'as it comes'))
    const features = rate('features', await featuresTurn(work, scratch.folder(`round-${round}`)))
    const each = rate('onnxruntime alone, one a core', await bareTurn(work, 'one a core'))
    add('share of onnxruntime alone', 'share', features / whole)
    add('share of onnxruntime alone, one a core', 'share', features / each)
    for (const view of ['plain', 'weak', 'strong'] as const)
      rate(`${view} pictures`, await poolTurn(work, view))
    if (!withPython) continue
    for (const one of await pythonTurn(python, await pythonOrder(work)))
      add(one.name, 'images/s', one.rate)
  }
  return turns
}

async function pythonOrder({ backbone, side, root, images, workers }: FeatureWork) {
  const paths = images.map(({ path }) => join(root, path))
  return { model: await backboneFile(backbone), side, paths, workers }
}

const noPython = (python: string) =>
  `${python} has no onnxruntime: measured alone (--python names another one).`
