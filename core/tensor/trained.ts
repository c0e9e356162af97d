import * as tf from '@tensorflow/tfjs-core'
import type { NamedArrays, ReadArray } from './named-arrays'

/** A variable that training changes, by a name that a checkpoint can keep. */
export type Trained = {
  name: string
  variable: tf.Variable
  /** Whether weight decay shrinks it: weights yes, biases no. */
  decayed: boolean
  /** Its learning rate as a multiple of the training's. */
  rate: number
}

/** A variable by the name that a checkpoint knows it by. */
export type Named = Pick<Trained, 'name' | 'variable'>

/** The numbers of every variable, by name. */
export async function arraysOf(trained: readonly Named[]): Promise<NamedArrays> {
  const pairs = trained.map(async ({ name, variable }) => {
    return [name, (await variable.data<'float32'>()).slice()] as const
  })
  return Object.fromEntries(await Promise.all(pairs))
}

/** Gives every variable the numbers of its name. */
export function assignArrays(trained: readonly Named[], read: ReadArray): void {
  for (const { name, variable } of trained) assign(variable, read(name, variable.size))
}

export function assign(variable: tf.Variable, numbers: Float32Array): void {
  tf.tidy(() => {
    variable.assign(tf.tensor(numbers, variable.shape))
  })
}
