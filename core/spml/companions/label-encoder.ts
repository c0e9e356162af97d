import { RandomState } from '../../kernel/rng'
import { Adam } from '../../tensor/adam'
import { lossFromOutputs } from '../../tensor/loss-op'
import { wasmMatMul } from '../../tensor/mat-mul'
import * as tf from '../../tensor/tf'
import { dense } from '../heads/dense'
import type { Companion, CompanionContext } from './companion'
import { nearestRows } from './nearest'
import { pupil } from './pupil'

const NEIGHBOURS = 3

/**
 * SMILE's label encoder (NeurIPS 2022): two graph convolutions, each with as many numbers as there are
 * classes, over the images and their three nearest neighbours, then a dense layer that gives the logits
 * of every image's label distribution. A convolution averages an image with its neighbours first. Only
 * what a batch depends on is computed, which is the same as computing all of it.
 */
export function labelEncoder(context: CompanionContext): Companion {
  const { images, classes, width, learningRate } = context
  const all = context.vectors(Uint32Array.from({ length: images }, (_, row) => row))
  const graph = graphOf(nearestRows(all, width, NEIGHBOURS, wasmMatMul), images)
  const averaged = averageRows(all, width, graph)
  const rng = new RandomState(context.seed)
  const first = dense('first', width, classes, rng, 'relu')
  const second = dense('second', classes, classes, rng, 'relu')
  const last = dense('last', classes, classes, rng)
  const layers = [first, second, last]
  const trained = layers.flatMap((layer) => layer.trained)
  const adam = new Adam(trained)
  const { descend, arrays, restore } = pupil(trained, adam, learningRate)
  const forward = (rows: Uint32Array): tf.Tensor => {
    const group = NEIGHBOURS + 1
    const places = Array.from(rows, (row) => [...graph.subarray(row * group, (row + 1) * group)])
    const seen = gather(averaged, places.flat(), width)
    const hidden = first.apply(tf.tensor(seen, [rows.length * group, width]))
    const mixed = tf.mean(tf.reshape(hidden, [rows.length, group, classes]), 1)
    return last.apply(second.apply(mixed))
  }
  return {
    outputs: ({ rows }) => {
      const logits = tf.tidy(() => forward(rows))
      const estimate = logits.dataSync<'float32'>().slice()
      logits.dispose()
      return { estimate, neighbours: neighboursAmong(rows, graph) }
    },
    learn: ({ rows }, { estimate }) => {
      if (estimate === undefined) return
      descend(() =>
        lossFromOutputs({ estimate: forward(rows) }, () => ({ loss: 0, grads: { estimate } })),
      )
    },
    arrays,
    restore,
    dispose: () => {
      for (const layer of layers) layer.dispose()
      adam.dispose()
    },
  }
}

/** Every image and its neighbours [N * (k + 1)]. */
function graphOf(nearest: Uint32Array, images: number): Uint32Array {
  const group = NEIGHBOURS + 1
  const graph = new Uint32Array(images * group)
  for (let row = 0; row < images; row++) {
    graph[row * group] = row
    graph.set(nearest.subarray(row * NEIGHBOURS, (row + 1) * NEIGHBOURS), row * group + 1)
  }
  return graph
}

/** 1 where the second image of a batch is among the nearest of the first [B * B]. */
function neighboursAmong(rows: Uint32Array, graph: Uint32Array): Float32Array {
  const group = NEIGHBOURS + 1
  const near = new Float32Array(rows.length ** 2)
  rows.forEach((row, i) => {
    const nearest = graph.subarray(row * group + 1, (row + 1) * group)
    rows.forEach((other, j) => {
      if (other !== row && nearest.includes(other)) near[i * rows.length + j] = 1
    })
  })
  return near
}

/** The mean of every image's features and those of its neighbours [N * D]. */
function averageRows(vectors: Float32Array, width: number, graph: Uint32Array): Float32Array {
  const group = NEIGHBOURS + 1
  const averaged = new Float32Array(vectors.length)
  graph.forEach((row, i) => {
    const target = Math.floor(i / group) * width
    for (let d = 0; d < width; d++) {
      averaged[target + d] = (averaged[target + d] ?? 0) + (vectors[row * width + d] ?? 0) / group
    }
  })
  return averaged
}

function gather(table: Float32Array, rows: readonly number[], width: number): Float32Array {
  const gathered = new Float32Array(rows.length * width)
  rows.forEach((row, i) => {
    gathered.set(table.subarray(row * width, (row + 1) * width), i * width)
  })
  return gathered
}
