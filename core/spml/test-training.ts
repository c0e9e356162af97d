import type { Recipe } from '../contract/training'
import { RandomState } from '../kernel/rng'
import { gatherRows } from './batches'
import type { Method } from './method'
import { usualRecipe } from './recommended-recipe'
import { train } from './train'
import type {
  MapReader,
  SegmentInput,
  TrainEvent,
  TrainInput,
  TrainResult,
  Views,
} from './train-input'

export const IMAGES = 400
export const CLASSES = 5
export const CHANNELS = 8
export const POSITIONS = 4
export const never = new AbortController().signal

/** Images whose features lean towards each class that they hold; one present label of each is known. */
export function blobs(images = IMAGES, seed = 3): TrainInput & { truth: Uint8Array } {
  const rng = new RandomState(seed)
  const truth = new Uint8Array(images * CLASSES)
  const labels = new Int8Array(images * CLASSES)
  const features = new Float32Array(images * 2 * CHANNELS)
  for (let n = 0; n < images; n++) {
    const first = rng.interval(CLASSES - 1)
    for (let c = 0; c < CLASSES; c++)
      if (c === first || rng.uniform() < 0.3) truth[n * CLASSES + c] = 1
    labels[n * CLASSES + first] = 1
    for (let d = 0; d < 2 * CHANNELS; d++) {
      const lean = truth[n * CLASSES + (d % CHANNELS)] ?? 0
      features[n * 2 * CHANNELS + d] = 3 + 1.5 * lean + rng.normal()
    }
  }
  return { features, images, channels: CHANNELS, classes: CLASSES, labels, truth }
}

/** The same with every view that a method may ask for: maps of four cells, mirrored, strong, tiles. */
export function viewsOf({ features, images }: TrainInput): Views & { maps: MapReader } {
  const rng = new RandomState(17)
  const jitter = (table: Float32Array, size: number) =>
    table.map((value) => value + size * rng.normal())
  const maps = new Float32Array(images * POSITIONS * CHANNELS)
  const tiles = new Float32Array(images * POSITIONS * 2 * CHANNELS)
  for (let n = 0; n < images; n++) {
    const own = features.subarray(n * 2 * CHANNELS, (n + 1) * 2 * CHANNELS)
    for (let p = 0; p < POSITIONS; p++) {
      // Cells stand out in turn, and their mean stays what the pooled features say.
      const away = p % 2 === 0 ? 1 : -1
      const place = n * POSITIONS + p
      maps.set(
        own.subarray(0, CHANNELS).map((value) => value + away),
        place * CHANNELS,
      )
      tiles.set(jitter(own, 0.5), place * 2 * CHANNELS)
    }
  }
  const reader = (table: Float32Array) => (rows: Uint32Array) =>
    Promise.resolve(
      gatherRows(
        table,
        rows,
        POSITIONS * CHANNELS,
        new Float32Array(rows.length * POSITIONS * CHANNELS),
      ),
    )
  return {
    mirrored: jitter(features, 0.2),
    strong: [jitter(features, 0.5), jitter(features, 0.5)],
    tiles: { features: tiles, perImage: POSITIONS },
    maps: {
      positions: POSITIONS,
      channels: CHANNELS,
      read: reader(maps),
      mirrored: reader(jitter(maps, 0.2)),
      strong: [reader(jitter(maps, 0.5)), reader(jitter(maps, 0.5))],
    },
    emptyMap: new Float32Array(POSITIONS * CHANNELS).fill(3),
  }
}

/** Pictures of 4 x 4 pixels in two segments, left and right; as parts four, as wholes one. */
export function segmentsOf(images: number): SegmentInput {
  const side = 4
  const levels = [
    (x: number, y: number) => 1 + Math.floor(x / 2) + 2 * Math.floor(y / 2),
    (x: number) => 1 + Math.floor(x / 2),
    () => 1,
  ]
  const one = levels.flatMap((level) =>
    Array.from({ length: side ** 2 }, (_, i) => level(i % side, Math.floor(i / side))),
  )
  return {
    side,
    read: (rows) => {
      // Some pictures are not cut.
      const maps = Array.from(rows, (row) =>
        row % 7 === 0 || row >= images ? one.map(() => 0) : one,
      )
      const stability = new Uint8Array(rows.length * one.length).fill(250)
      return Promise.resolve({ maps: Uint16Array.from(maps.flat()), stability })
    },
  }
}

export function richBlobs(
  images = IMAGES,
  seed = 3,
): ReturnType<typeof blobs> & { views: Views; segments: SegmentInput } {
  const input = blobs(images, seed)
  return { ...input, views: viewsOf(input), segments: segmentsOf(images) }
}

/** What a head that reads maps is judged on. */
export function judgedBlobs(): NonNullable<TrainInput['validation']> {
  const input = blobs(200, 9)
  return { ...input, maps: viewsOf(input).maps }
}

/** The recipe of a method on the head that it needs, fast enough for new weights drawn at random. */
export function recipeFor(
  { info, network, companion }: Method,
  change: Partial<Recipe> = {},
): Recipe {
  const head = info.needs.includes('map-head') ? 'map' : 'linear'
  const learningRate = network || companion ? 0.01 : 0.02
  return recipeOf({ method: info.id, head, learningRate, ...change })
}

export const recipeOf = (change: Partial<Recipe> = {}): Recipe => ({
  ...usualRecipe('an', IMAGES),
  start: 'zero',
  method: 'an',
  epochs: 6,
  batch: 50,
  learningRate: 0.02,
  device: 'wasm',
  ...change,
})

export async function run(input: TrainInput, recipe: Recipe): Promise<TrainResult> {
  for await (const event of train(input, recipe, never)) {
    if (event.kind === 'done') return event.result
  }
  throw new Error('The training ended without a result.')
}

/** Runs until an event is wanted, then cancels, as a person would; returns what was thrown. */
export async function cancelAt(
  input: TrainInput,
  recipe: Recipe,
  wanted: (event: TrainEvent) => boolean,
): Promise<unknown> {
  const controller = new AbortController()
  try {
    for await (const event of train(input, recipe, controller.signal)) {
      if (wanted(event)) controller.abort()
    }
  } catch (error) {
    return error
  }
  return null
}
