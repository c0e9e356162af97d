import type { Recipe } from '../../../contract/training'
import { RandomState } from '../../../kernel/rng'
import { gatherRows } from '../../../spml/batches'
import { usualRecipe } from '../../../spml/recommended-recipe'
import type { ReadMaps, ReadPictures, TrainInput } from '../../../spml/train-input'
import type { Workload } from './workloads'

/** More epochs than anybody waits for: the measuring stops when it has enough. */
const ENDLESS = 10_000
/** Positive evidence counts this often in a map (BoostLU); without, a map head would only read means. */
const BOOST = 5

/** Channels of the maps that torchvision's networks end with. */
const CHANNELS = { resnet50: 2048, 'mobilenet-v2': 1280 }

/** What a workload learns from: drawn numbers, one present label for each image. */
export function inputOf(work: Workload): TrainInput {
  const { images, classes } = work
  const rng = new RandomState(1200)
  const labels = new Int8Array(images * classes)
  for (let n = 0; n < images; n++) labels[n * classes + rng.interval(classes - 1)] = 1
  const width = work.kind === 'backbone' ? CHANNELS[work.architecture] : work.width
  const features = normals(images * width, rng)
  const common = { images, classes, labels, features, channels: width }
  switch (work.kind) {
    case 'linear':
    case 'run':
      return common
    case 'map':
    case 'query2label':
      return { ...common, views: { maps: { ...work, channels: width, read: mapsOf(work, rng) } } }
    case 'backbone':
      return {
        ...common,
        backbone: { architecture: work.architecture, weights: null },
        pictures: { side: work.side, read: picturesOf(work, rng) },
      }
  }
}

/** How it learns. */
export function recipeOf(work: Workload): Omit<Recipe, 'device'> {
  if (work.kind === 'run') {
    return { ...usualRecipe('an', work.images), start: 'zero', epochs: work.epochs }
  }
  const plain = { ...usualRecipe('an', work.images), batch: work.batch, epochs: ENDLESS }
  const recipe = { ...plain, start: 'zero', learningRate: 1e-3 } as const
  switch (work.kind) {
    case 'linear':
      return recipe
    case 'map':
      return { ...recipe, head: 'map', boost: BOOST }
    case 'query2label':
      return { ...recipe, head: 'query2label' }
    case 'backbone':
      // The whole batch at once, as PyTorch does it.
      return { ...recipe, trains: 'all', accumulate: 1, resolution: work.side }
  }
}

type CellWork = Extract<Workload, { positions: number }>

function mapsOf({ images, positions, width }: CellWork, rng: RandomState): ReadMaps {
  const maps = normals(images * positions * width, rng)
  return (rows) => {
    const into = new Float32Array(rows.length * positions * width)
    return Promise.resolve(gatherRows(maps, rows, positions * width, into))
  }
}

function picturesOf(
  { images, side }: { images: number; side: number },
  rng: RandomState,
): ReadPictures {
  const size = 3 * side * side
  const pictures = Uint8Array.from({ length: images * size }, () => rng.interval(255))
  return ({ rows }) =>
    Promise.resolve(gatherRows(pictures, rows, size, new Uint8Array(rows.length * size)))
}

function normals(count: number, rng: RandomState): Float32Array {
  return Float32Array.from({ length: count }, () => rng.normal())
}
