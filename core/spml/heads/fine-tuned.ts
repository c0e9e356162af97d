import * as tf from '../../tensor/tf'
import type { Named, Trained } from '../../tensor/trained'
import type { Scaling } from '../standardise'
import type { Batch, Network, Pass } from './network'

/** A network from pictures [B, side, side, 3] to maps [B, h, w, channels] that can be trained. */
export type PictureNetwork = {
  readonly trained: readonly Trained[]
  /** Running statistics. */
  readonly buffers: readonly Named[]
  forward: (pixels: tf.Tensor, pass: Pass) => tf.Tensor
  release: () => void
  dispose: () => void
}

/** Keeps names of the backbone apart from those of the head. */
const PREFIX = 'backbone/'

/**
 * A backbone and a head as one network of pictures. The head gets the cells of the map [B, P, C], less
 * `scaling.mean` and divided by `scaling.std`: constants, so that weights that were solved for on
 * standardised features mean the same here. The backbone learns at `rate` times the head's learning rate.
 */
export function fineTuned(
  backbone: PictureNetwork,
  head: Network,
  { scaling, rate }: { scaling: Scaling; rate: number },
): Network {
  const { cells, constants } = cellsOf(backbone, scaling)
  const named = <T extends Named>(one: T): T => ({ ...one, name: PREFIX + one.name })
  const { evidence, cellLayers } = head
  return {
    trained: [
      ...backbone.trained.map((one) => ({ ...named(one), rate: one.rate * rate })),
      ...head.trained,
    ],
    buffers: backbone.buffers.map(named),
    forward: (pixels, pass) => head.forward(cells(pixels, pass), pass),
    ...(evidence && { evidence: (pictures: Batch) => evidence(mapsOf(pictures, cells)) }),
    ...(head.start && { start: head.start }),
    linear: head.linear,
    ...(cellLayers && { cellLayers }),
    release: backbone.release,
    dispose: () => {
      backbone.dispose()
      head.dispose()
      for (const constant of constants) constant.dispose()
    },
  }
}

type Cells = (pixels: tf.Tensor, pass: Pass) => tf.Tensor

function cellsOf(
  backbone: PictureNetwork,
  { mean, std }: Scaling,
): { cells: Cells; constants: readonly tf.Tensor[] } {
  const flat: Cells = (pixels, pass) => {
    const map = backbone.forward(pixels, pass)
    const [images = 0, height = 0, width = 0, channels = 0] = map.shape
    return tf.reshape(map, [images, height * width, channels])
  }
  const isPlain = mean.every((value) => value === 0) && std.every((value) => value === 1)
  if (isPlain) return { cells: flat, constants: [] }
  const [centre, factor] = [tf.tensor1d(mean), tf.tensor1d(std.map((spread) => 1 / spread))]
  return {
    cells: (pixels, pass) => tf.mul(tf.sub(flat(pixels, pass), centre), factor),
    constants: [centre, factor],
  }
}

/** The cells of pictures as at test time, as numbers. */
function mapsOf({ data, shape }: Batch, cells: Cells): Batch {
  const maps = tf.tidy(() => cells(tf.tensor(data, [...shape]), { training: false, seed: 0 }))
  try {
    return { data: maps.dataSync<'float32'>().slice(), shape: maps.shape }
  } finally {
    maps.dispose()
  }
}
