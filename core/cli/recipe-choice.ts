import { resolve } from 'node:path'
import { Failure } from '../contract/failures'
import { deviceId, recipe, type RecipeChoice } from '../contract/training'
import type { Client } from './host-session'

interface Options {
  method?: string
  set: Record<string, number>
  backbone?: string
  device?: string
  seed?: number
}

/** Names that `--set` may give to the recipe itself; all others are the method's parameters. */
const recipeNumbers = recipe.pick({
  resolution: true,
  epochs: true,
  batch: true,
  learningRate: true,
  weightDecay: true,
})

/** The options of a command line as a choice of recipe. Throws METHOD_UNKNOWN and PARAMETER_INVALID. */
export async function chooseRecipe(client: Client, options: Options): Promise<RecipeChoice> {
  const own = Object.entries(options.set).filter(([name]) => name in recipeNumbers.shape)
  const parameters = Object.entries(options.set).filter(([name]) => !(name in recipeNumbers.shape))
  if (options.method !== undefined) await checkParameters(client, options.method, parameters)
  return {
    ...recipeNumbers.partial().parse(Object.fromEntries(own)),
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
    ...(options.method !== undefined && { method: options.method }),
    ...(options.backbone !== undefined && { backbone: fullPath(options.backbone) }),
    ...(options.device !== undefined && { device: parseDevice(options.device) }),
    ...(options.seed !== undefined && { seed: options.seed }),
  }
}

function parseDevice(text: string): RecipeChoice['device'] {
  const device = recipe.shape.device.safeParse(text)
  if (device.success) return device.data
  throw new Failure('DEVICE_UNUSABLE', `There is no device ${text}.`, {
    advice: `Choose auto or one of ${deviceId.options.join(', ')}.`,
  })
}

async function checkParameters(client: Client, id: string, given: [string, number][]) {
  const methods = await client.training.methods()
  const method = methods.find((one) => one.id === id)
  if (!method) {
    throw new Failure('METHOD_UNKNOWN', `There is no method ${id}.`, {
      advice: `Choose one of ${methods.map((one) => one.id).join(', ')}.`,
    })
  }
  for (const [name, value] of given) {
    const parameter = method.parameters.find((one) => one.id === name)
    if (!parameter) {
      const names = [...method.parameters.map((one) => one.id), ...Object.keys(recipeNumbers.shape)]
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

/** Paths are kept whole, since a run must find its backbone from anywhere; ids stay as they are. */
export function fullPath(backbone: string): string {
  return /[\\/]|\.onnx$/.test(backbone) ? resolve(backbone) : backbone
}
