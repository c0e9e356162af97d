import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { deviceKind } from '../contract/compute-devices'
import { Failure } from '../contract/failures'
import { type MethodInfo, recipe, type RecipeChoice } from '../contract/training'
import { collectSetting, parseInteger } from './command'
import type { Client } from './host-session'

export interface RecipeOptions {
  method?: string
  set: Record<string, number>
  backbone?: string
  device?: string
  seed?: number
  teacher?: string
  /** Checked by the choices of their options. */
  head?: NonNullable<RecipeChoice['head']>
  start?: NonNullable<RecipeChoice['start']>
  augment?: NonNullable<RecipeChoice['augment']>
  schedule?: NonNullable<RecipeChoice['schedule']>
  trains?: NonNullable<RecipeChoice['trains']>
  batchNorm?: NonNullable<RecipeChoice['batchNorm']>
}

/** Names that `--set` may give to the recipe itself; all others are the method's parameters. */
const recipeNumbers = recipe.pick({
  resolution: true,
  epochs: true,
  batch: true,
  learningRate: true,
  weightDecay: true,
  boost: true,
  average: true,
  patience: true,
  accumulate: true,
  backboneRate: true,
})

const { head, start, augment, schedule, trains, batchNorm } = recipe.shape

/** Everything of a recipe that a command line may choose. */
export function addRecipeOptions(command: Command): Command {
  const numbers = Object.keys(recipeNumbers.shape).join(', ')
  const choice = (flags: string, text: string, values: readonly string[]) =>
    command.addOption(new Option(flags, text).choices(values))
  command
    .option('--method <id>', 'one of `singlet methods` (the recommended recipe by default)')
    .option(
      '--set <name=number>',
      `a parameter of the method, or one of ${numbers}`,
      collectSetting,
      {},
    )
    .option(
      '--backbone <id or file>',
      'an id of the catalogue or an ONNX file (default: mini); to train it, a file of weights (.safetensors), run-N or the name of an architecture',
    )
    .option('--teacher <self, run or file>', 'who scores the pictures for methods that need it')
    .option('--device <id>', `auto, ${deviceKind.options.join(', ')}`, 'auto')
    .option('--seed <number>', 'the same seed gives the same numbers', parseInteger)
  choice('--head <kind>', 'what is trained on the backbone', head.options)
  choice('--start <where>', 'where its weights start', start.unwrap().options)
  choice(
    '--augment <how>',
    'pictures as they are, half of them mirrored, or parts of them drawn at random',
    augment.unwrap().options,
  )
  choice('--schedule <form>', 'of the learning rate', schedule.unwrap().options)
  choice('--trains <what>', 'the head alone, or the backbone with it', trains.unwrap().options)
  choice('--batch-norm <how>', 'of a backbone that is trained', batchNorm.unwrap().options)
  return command
}

/** The options of a command line as a choice of recipe. Throws METHOD_UNKNOWN and PARAMETER_INVALID. */
export async function chooseRecipe(client: Client, options: RecipeOptions): Promise<RecipeChoice> {
  const { method, set, backbone, device, seed, teacher, ...kinds } = options
  const info = method === undefined ? undefined : await findMethod(client, method)
  const own = new Set(info?.parameters.map(({ id }) => id))
  const isOfRecipe = (name: string) => name in recipeNumbers.shape && !own.has(name)
  const numbers = Object.entries(set).filter(([name]) => isOfRecipe(name))
  const parameters = Object.entries(set).filter(([name]) => !isOfRecipe(name))
  if (info) checkParameters(info, parameters)
  const { head, start, augment, schedule, trains, batchNorm } = kinds
  return {
    ...parseNumbers(numbers),
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
    ...(method !== undefined && { method }),
    ...(backbone !== undefined && { backbone: fullPath(backbone) }),
    ...(device !== undefined && { device: parseDevice(device) }),
    ...(teacher !== undefined && { teacher: isNamed(teacher) ? teacher : resolve(teacher) }),
    ...(seed !== undefined && { seed }),
    ...{ ...(head && { head }), ...(start && { start }) },
    ...{ ...(augment && { augment }), ...(schedule && { schedule }) },
    ...{ ...(trains && { trains }), ...(batchNorm && { batchNorm }) },
  }
}

/** Each number in its range. */
function parseNumbers(given: [string, number][]): RecipeChoice {
  const parsed = recipeNumbers.partial().safeParse(Object.fromEntries(given))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = String(issue?.path[0] ?? '')
  const value = given.find(([one]) => one === name)?.[1]
  throw new Failure('PARAMETER_INVALID', `${name} of a recipe cannot be ${value}.`, {
    advice: `${issue?.message ?? ''}.`,
  })
}

function parseDevice(text: string): RecipeChoice['device'] {
  const device = recipe.shape.device.safeParse(text)
  if (device.success) return device.data
  throw new Failure('DEVICE_UNUSABLE', `There is no device ${text}.`, {
    advice: `Choose auto or one of ${deviceKind.options.join(', ')}.`,
  })
}

async function findMethod(client: Client, id: string): Promise<MethodInfo> {
  const methods = await client.training.methods()
  const method = methods.find((one) => one.id === id)
  if (method) return method
  throw new Failure('METHOD_UNKNOWN', `There is no method ${id}.`, {
    advice: `Choose one of ${methods.map((one) => one.id).join(', ')}.`,
  })
}

function checkParameters({ id, parameters }: MethodInfo, given: [string, number][]): void {
  for (const [name, value] of given) {
    const parameter = parameters.find((one) => one.id === name)
    if (!parameter) {
      const names = [...parameters.map((one) => one.id), ...Object.keys(recipeNumbers.shape)]
      throw new Failure('PARAMETER_INVALID', `${id} has no parameter ${name}.`, {
        advice: `It has ${names.join(', ')}.`,
      })
    }
    if (value < parameter.min || value > parameter.max) {
      throw new Failure('PARAMETER_INVALID', `${name} of ${id} cannot be ${value}.`, {
        advice: `It goes from ${parameter.min} to ${parameter.max}.`,
      })
    }
  }
}

/** Whether a teacher is no file: the run itself, or another one. */
function isNamed(teacher: string): boolean {
  return teacher === 'self' || /^run-\d+$/.test(teacher)
}

/** Paths are kept whole, since a run must find its backbone from anywhere; ids stay as they are. */
export function fullPath(backbone: string): string {
  return /[\\/]|\.(onnx|safetensors)$/.test(backbone) ? resolve(backbone) : backbone
}
