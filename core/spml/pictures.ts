import { PIXEL_MEAN } from './backbones/make-backbone'
import type { FeatureSource } from './feature-source'
import type { Batch } from './heads/network'
import type { PictureInput, PictureOrder } from './train-input'

/** Colours of a picture: red, green and blue. */
const COLOURS = 3
/** Pictures that are being decoded for somebody who will ask for them. */
const MOST_PREPARED = 4

/** Pictures [rows, side, side, 3] as numbers from 0 to 255; what was prepared is waited for only. */
export function pictureSource(
  { side, read }: Pick<PictureInput, 'side' | 'read'>,
  images: number,
  view: PictureOrder['view'],
  epoch = 0,
): FeatureSource {
  const begun = new Map<Uint32Array, Promise<Uint8Array>>()
  const begin = (rows: Uint32Array) => {
    const known = begun.get(rows)
    if (known) return known
    const reading = read({ rows, view, epoch })
    // Whoever asks for them hears of a failure; if nobody does, nobody needs them.
    reading.catch(() => undefined)
    begun.set(rows, reading)
    for (const old of begun.keys()) {
      if (begun.size > MOST_PREPARED) begun.delete(old)
    }
    return reading
  }
  return {
    images,
    numbersPerImage: COLOURS * side * side,
    prepare: (rows) => void begin(rows),
    read: async (rows) => {
      const bytes = await begin(rows)
      begun.delete(rows)
      return { data: new Float32Array(bytes), shape: [rows.length, side, side, COLOURS] }
    },
  }
}

/** The perImage tiles of every picture, row by row; row n * perImage + r is tile r of picture n. */
export function tileSource(
  pictures: Pick<PictureInput, 'side' | 'read'>,
  images: number,
  perImage: number,
): FeatureSource & { perImage: number } {
  const edge = Math.round(Math.sqrt(perImage))
  const side = Math.floor(pictures.side / edge)
  const whole = pictureSource(pictures, images, 'plain')
  return {
    ...{ images: images * perImage, perImage },
    numbersPerImage: COLOURS * side * side,
    read: async (rows) => {
      const asked = [...new Set(Array.from(rows, (row) => Math.floor(row / perImage)))]
      const { data } = await whole.read(Uint32Array.from(asked))
      const place = new Map(asked.map((image, i) => [image, i]))
      const tiles = new Float32Array(rows.length * COLOURS * side * side)
      rows.forEach((row, i) => {
        const image = (place.get(Math.floor(row / perImage)) ?? 0) * whole.numbersPerImage
        const own = data.subarray(image, image + whole.numbersPerImage)
        const tile = { edge, place: row % perImage, side, wholeSide: pictures.side }
        copyTile(own, tile, tiles.subarray(i * COLOURS * side * side))
      })
      return { data: tiles, shape: [rows.length, side, side, COLOURS] }
    },
  }
}

function copyTile(
  picture: Float32Array,
  tile: { edge: number; place: number; side: number; wholeSide: number },
  into: Float32Array,
): void {
  const { edge, place, side, wholeSide } = tile
  const left = (place % edge) * side
  const top = Math.floor(place / edge) * side
  for (let y = 0; y < side; y++) {
    const start = ((top + y) * wholeSide + left) * COLOURS
    into.set(picture.subarray(start, start + side * COLOURS), y * side * COLOURS)
  }
}

/** One picture [1, side, side, 3] without content: the mean colour, which is nothing to the network. */
export function emptyPicture(side: number): Batch {
  const size = COLOURS * side * side
  const data = Float32Array.from({ length: size }, (_, i) => PIXEL_MEAN[i % COLOURS] ?? 0)
  return { data, shape: [1, side, side, COLOURS] }
}
