import type { Recipe } from '../contract/training'
import { drawFor } from './draws'
import { chosenSource, mapSource, pooledSource } from './feature-source'
import type { FeatureSource } from './feature-source'
import type { Batch } from './heads/network'
import { roomForMaps } from './held-source'
import { segmentSource } from './segment-source'
import type { SegmentSource } from './segment-source'
import { measureScaling, standardise } from './standardise'
import type { Scaling } from './standardise'
import { emptyPicture, pictureSource, tileSource } from './pictures'
import type { PictureInput, TrainInput } from './train-input'

/** Draws of different purposes have nothing to do with each other. */
const MIRROR_SALT = 0x5f356495
const STRONG_SALT = 0x2545f491

/** The views of the pictures that a training reads. */
export type TrainingViews = {
  /** How the features were standardised. */
  scaling: Scaling
  readsMaps: boolean
  plain: FeatureSource
  validation: FeatureSource | null
  /** Plain or mirrored, as a coin of the image and epoch says. */
  weak: (epoch: number) => FeatureSource
  /** One of the strong variants, drawn for image and epoch; null where there are none. */
  strong: ((epoch: number) => FeatureSource) | null
  /** R tiles of each picture [N * R, D], or as maps of one cell; null where there are none. */
  tiles: (FeatureSource & { perImage: number }) | null
  /** Cells of a picture without content [1, P, D]. */
  emptyMap: Batch | null
  /** Segments of what the weak view shows; null where there are none. */
  segments: ((epoch: number) => SegmentSource) | null
  /** Frees what the views hold on the device. */
  dispose: () => void
}

/**
 * Everything that can be read for a training. A map head whose logits are linear in the cells reads the
 * channels' means: that is the same function, and many times cheaper. A backbone that is trained reads
 * the pictures, and for a teacher that looks at tiles, `perImage` of each.
 */
export function trainingViews(
  input: TrainInput,
  recipe: Recipe,
  readsMaps: boolean,
  perImage = 0,
): TrainingViews {
  if (recipe.trains === 'all') return pictureViews(input, recipe, perImage)
  const width = input.features.length / input.images
  const used = recipe.head === 'linear' ? width : input.channels
  const scaling = measureScaling(input.features, width, used)
  const make = readsMaps ? mapViews : pooledViews
  const { plain, mirrored, strong, validation } = make(input, scaling)
  const { seed } = recipe
  const flips = recipe.augment === 'flip' && mirrored !== null
  return {
    ...{ scaling, readsMaps, plain, validation },
    weak: (epoch) =>
      flips
        ? chosenSource([plain, mirrored], (row) => Number(isMirrored(seed, epoch, row)))
        : plain,
    strong:
      strong.length === 0
        ? null
        : (epoch) =>
            chosenSource(strong, (row) => drawFor(seed ^ STRONG_SALT, epoch, row, strong.length)),
    tiles: tilesOf(input, scaling, readsMaps),
    emptyMap: emptyMapOf(input, scaling),
    segments: segmentsOf(input, (row, epoch) => flips && isMirrored(seed, epoch, row)),
    dispose: () => {
      for (const source of [plain, mirrored, ...strong, validation]) source?.dispose?.()
    },
  }
}

function isMirrored(seed: number, epoch: number, row: number): boolean {
  return drawFor(seed ^ MIRROR_SALT, epoch, row, 2) === 1
}

function segmentsOf(
  { segments }: TrainInput,
  isMirrored: (row: number, epoch: number) => boolean,
): TrainingViews['segments'] {
  if (segments === undefined) return null
  return (epoch) => segmentSource(segments, (row) => isMirrored(row, epoch))
}

/**
 * The pictures themselves. Their features stay as the backbone makes them, or are standardised as those
 * of the first backbone were where weights were solved for on them.
 */
function pictureViews(input: TrainInput, recipe: Recipe, perImage: number): TrainingViews {
  const { pictures, images, channels, validation, features } = input
  if (pictures === undefined) throw new RangeError('This training reads pictures.')
  const scaling =
    recipe.start === 'closed-form'
      ? measureScaling(features, features.length / images, channels)
      : { mean: new Float32Array(channels), std: new Float32Array(channels).fill(1) }
  const isPlain = (recipe.augment ?? 'none') === 'none'
  const source = (view: 'plain' | 'weak' | 'strong') =>
    perEpoch((epoch) => pictureSource(pictures, images, view, epoch))
  return {
    ...{ scaling, readsMaps: true },
    plain: pictureSource(pictures, images, 'plain'),
    validation: validation ? validationPictures(pictures, validation.images) : null,
    weak: source(isPlain ? 'plain' : 'weak'),
    strong: source('strong'),
    tiles: perImage > 0 ? tileSource(pictures, images, perImage) : null,
    emptyMap: emptyPicture(pictures.side),
    segments: segmentsOf(
      input,
      (row, epoch) => !isPlain && pictures.isMirrored?.(row, epoch) === true,
    ),
    dispose: () => undefined,
  }
}

function validationPictures({ side, validation }: PictureInput, images: number): FeatureSource {
  if (validation === undefined) throw new RangeError('There are no pictures to validate on.')
  return pictureSource({ side, read: validation }, images, 'plain')
}

/** The same source for an epoch whenever it is asked for: it knows what was prepared. */
function perEpoch(make: (epoch: number) => FeatureSource): (epoch: number) => FeatureSource {
  let last: { epoch: number; source: FeatureSource } | null = null
  return (epoch) => {
    if (last?.epoch !== epoch) last = { epoch, source: make(epoch) }
    return last.source
  }
}

type Sources = {
  plain: FeatureSource
  mirrored: FeatureSource | null
  strong: readonly FeatureSource[]
  validation: FeatureSource | null
}

function pooledViews(
  { features, images, views, validation }: TrainInput,
  scaling: Scaling,
): Sources {
  const source = (vectors: Float32Array) => pooledSource(vectors, images, scaling)
  return {
    plain: source(features),
    mirrored: views?.mirrored ? source(views.mirrored) : null,
    strong: (views?.strong ?? []).map(source),
    validation: validation ? pooledSource(validation.features, validation.images, scaling) : null,
  }
}

function mapViews({ images, views, validation, memory }: TrainInput, scaling: Scaling): Sources {
  const maps = views?.maps
  if (maps === undefined) throw new RangeError('This training reads maps.')
  const held = roomForMaps(memory)
  const source = (read: (rows: Uint32Array) => Promise<Float32Array>, count = images) =>
    held(mapSource({ ...maps, read }, count, scaling))
  return {
    plain: source((rows) => maps.read(rows)),
    mirrored: maps.mirrored ? source(maps.mirrored) : null,
    strong: (maps.strong ?? []).map((read) => source(read)),
    validation: validation?.maps
      ? source((rows) => validation.maps?.read(rows) ?? unread(), validation.images)
      : null,
  }
}

function unread(): Promise<Float32Array> {
  throw new RangeError('There are no maps of the validation images.')
}

function tilesOf(
  { images, views }: TrainInput,
  scaling: Scaling,
  readsMaps: boolean,
): TrainingViews['tiles'] {
  if (views?.tiles === undefined) return null
  const { features, perImage } = views.tiles
  const pooled = pooledSource(features, images * perImage, scaling)
  if (!readsMaps) return { ...pooled, perImage }
  const read = (rows: Uint32Array): Batch => {
    const { data, shape } = pooled.readNow(rows)
    return { data, shape: [shape[0] ?? 0, 1, shape[1] ?? 0] }
  }
  return { ...pooled, read, perImage }
}

function emptyMapOf({ views, channels }: TrainInput, scaling: Scaling): Batch | null {
  if (views?.emptyMap === undefined) return null
  const data = standardise(views.emptyMap.slice(), scaling)
  return { data, shape: [1, data.length / channels, channels] }
}
