import { type Command, Option } from 'commander'
import { type DeviceId, deviceId } from '../../contract/compute-devices'
import type { Recipe } from '../../contract/training'
import { architectures } from '../../spml/backbones/architectures'
import { methods } from '../../spml/methods'
import { usualRecipe, usualTuning } from '../../spml/recommended-recipe'
import { useDevice } from '../../tensor/backend'
import { openCompletePictures } from '../bench/learns/complete-pictures'
import type { CompletePictures, PictureWish } from '../bench/learns/complete-pictures'
import { openSession, stepsOf, trainingMap } from '../bench/learns/training-steps'
import { machineName } from '../bench/measure'
import { parseFraction, parseInteger, parseNames, subcommand } from '../command'
import type { Output } from '../output'

interface Arguments extends PictureWish {
  readonly device: DeviceId
  readonly batch: number
  readonly epochs: number
  readonly target: number
  readonly rate: number
  readonly methods?: string[]
  readonly steps: number
}

const never = new AbortController().signal
/** Of these a run holds out a share to judge itself by; the rest is what is asked for. */
const HELD_OUT = 0.08
/** Methods that begin in stages reach the next one in so many epochs. */
const STAGES = 12

/** Whether a network with its backbone really learns here: by heart, or a few steps of every method. */
export function addBenchLearns(bench: Command, output: Output): void {
  subcommand(bench, 'learns', 'a network from random weights learns pictures by heart')
    .requiredOption('--data <path>', 'a dataset with complete labels')
    .addOption(new Option('--architecture <name>').choices(architectures).default('tiny-resnet'))
    .option('--images <number>', 'trained on', parseInteger, 500)
    .option('--side <pixels>', 'of the squares', parseInteger, 64)
    .option(
      '--device <id>',
      deviceId.options[0].options.join(', '),
      (id) => deviceId.parse(id),
      'tensorflow-cpu' as const,
    )
    .option('--batch <number>', 'images of a step', parseInteger, 32)
    .option('--epochs <number>', 'at most', parseInteger, 40)
    .option('--rate <number>', 'learning rate', Number, 3e-3)
    .option('--target <share>', 'training mAP at which it ends', parseFraction, 0.95)
    .option('--seed <number>', 'of weights and order', parseInteger, 1)
    .option('--methods <a,b>', 'instead a few steps of these, or of all', parseNames)
    .option('--steps <number>', 'of each of these methods', parseInteger, 20)
    .action((options: Arguments) => benchLearns(options, output))
}

async function benchLearns(options: Arguments, output: Output): Promise<void> {
  const images = options.methods ? options.images : Math.ceil(options.images / (1 - HELD_OUT))
  const pictures = await openCompletePictures({ ...options, images })
  try {
    const device = await useDevice(options.device)
    const about = { device: device.id, machine: machineName() }
    if (options.methods) await everyMethod(pictures, options, output, about)
    else await byHeart(pictures, options, output, about)
  } finally {
    await pictures.close()
  }
  // A device may keep threads that nobody ends.
  process.exit(0)
}

function recipeOf(
  method: string,
  { batch, epochs, side, seed, rate, architecture }: Arguments,
): Recipe {
  return {
    ...usualRecipe(method, batch),
    ...usualTuning(method, true),
    ...{ trains: 'all', backbone: architecture, batch, epochs, seed, resolution: side },
    ...{ learningRate: rate, augment: 'none' },
  }
}

type About = { device: string; machine: string }

async function byHeart(
  { input }: CompletePictures,
  options: Arguments,
  output: Output,
  about: About,
): Promise<void> {
  const recipe = recipeOf('bce-full', options)
  const session = openSession(input, recipe)
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  let map = 0
  let epoch = 0
  while (epoch < recipe.epochs && map < options.target) {
    epoch++
    let loss = Number.NaN
    for await (loss of stepsOf(session, recipe, epoch, never));
    map = await trainingMap(session, input, never)
    const text = `epoch ${epoch}  loss ${loss.toFixed(4)}  training mAP ${(100 * map).toFixed(1)} %`
    output.line({ kind: 'epoch', epoch, loss, trainingMap: map }, text)
  }
  const images = session.division.training.length
  session.dispose()
  const facts = { ...about, images, trainingMap: map, epochs: epoch, seconds: seconds() }
  output.summary(
    facts,
    `${images} images by heart: training mAP ${(100 * map).toFixed(1)} % after ${epoch} epochs and ${seconds().toFixed(0)} s on ${about.device}`,
  )
}

async function everyMethod(
  { input }: CompletePictures,
  options: Arguments,
  output: Output,
  about: About,
): Promise<void> {
  const wanted = methods.filter(
    ({ info }) => options.methods?.includes('all') === true || options.methods?.includes(info.id),
  )
  let failed = 0
  for (const { info } of wanted) {
    const head = info.needs.includes('map-head') ? 'map' : 'linear'
    const recipe = { ...recipeOf(info.id, { ...options, epochs: STAGES }), head } as const
    const began = performance.now()
    const losses = await lossesOf(input, recipe, options.steps)
    const seconds = (performance.now() - began) / 1000
    const isFine = losses.length === options.steps && losses.every(Number.isFinite)
    if (!isFine) failed++
    const last = losses.at(-1) ?? Number.NaN
    const text = `${info.id.padEnd(16)} ${isFine ? 'numbers' : 'NO NUMBER'}  loss ${(losses[0] ?? 0).toFixed(3)} → ${last.toFixed(3)}  ${seconds.toFixed(1)} s`
    output.line({ kind: 'method', id: info.id, losses, seconds }, text)
  }
  const text = `${wanted.length - failed} of ${wanted.length} methods took ${options.steps} steps without losing a number, on ${about.device}`
  output.summary({ ...about, methods: wanted.length, failed, steps: options.steps }, text)
}

/** Spread over all epochs, so that every stage of a method is met. */
async function lossesOf(
  input: CompletePictures['input'],
  recipe: Recipe,
  steps: number,
): Promise<number[]> {
  const session = openSession(input, recipe)
  const losses: number[] = []
  try {
    for (let epoch = 1; epoch <= recipe.epochs && losses.length < steps; epoch++) {
      const due = Math.ceil((steps - losses.length) / (recipe.epochs - epoch + 1))
      for await (const loss of stepsOf(session, recipe, epoch, never, due)) losses.push(loss)
    }
    return losses
  } catch (error) {
    losses.push(Number.NaN)
    if (!(error instanceof Error && 'code' in error && error.code === 'DIVERGED')) throw error
    return losses
  } finally {
    session.dispose()
  }
}
