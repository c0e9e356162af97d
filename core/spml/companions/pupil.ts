import type { Adam } from '../../tensor/adam'
import { joinArrays, readBelow } from '../../tensor/named-arrays'
import type { lossFromOutputs } from '../../tensor/loss-op'
import * as tf from '../../tensor/tf'
import { arraysOf, assignArrays, type Trained } from '../../tensor/trained'
import type { Companion } from './companion'

/** Layers that learn beside the model, by an optimiser of their own. */
export interface Pupil extends Pick<Companion, 'arrays' | 'restore'> {
  /** One step down the slope of a loss; `loss` computes it from the layers as they are. */
  readonly descend: (loss: () => ReturnType<typeof lossFromOutputs>) => void
}

export function pupil(trained: readonly Trained[], adam: Adam, learningRate: number): Pupil {
  return {
    descend: (loss) => {
      tf.tidy(() => {
        const variables = trained.map(({ variable }) => variable)
        adam.apply(tf.variableGrads(loss, variables).grads, learningRate, 0)
      })
    },
    arrays: async () => joinArrays({ layers: await arraysOf(trained), adam: await adam.arrays() }),
    restore: (read) => {
      assignArrays(trained, readBelow('layers', read))
      adam.restore(readBelow('adam', read))
    },
  }
}
