/** How much a class is seen at each place of a picture: [height, width], covering all of it. */
export interface Activation {
  readonly values: Float32Array
  readonly width: number
  readonly height: number
}

/** Keeps a map without any evidence from being divided by nothing. */
const epsilon = 1e-5

/** Activations without what speaks against the class, over the most of it: 0..1 (From SAM to CAMs). */
export function normaliseActivation(values: Float32Array): Float32Array {
  const most = values.reduce((a, b) => Math.max(a, b), 0) + epsilon
  return values.map((value) => Math.max(0, value) / most)
}

/** An activation at another grid, bilinear between the middles of its pixels (`align_corners=false`). */
export function stretchActivation(from: Activation, width: number, height: number): Activation {
  if (from.width === width && from.height === height) return from
  const columns = placesOf(from.width, width)
  const rows = placesOf(from.height, height)
  const values = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const [above, below, down] = rows(y)
    for (let x = 0; x < width; x++) {
      const [left, right, along] = columns(x)
      const at = (row: number, column: number) => from.values[row * from.width + column] ?? 0
      const upper = at(above, left) * (1 - along) + at(above, right) * along
      const lower = at(below, left) * (1 - along) + at(below, right) * along
      values[y * width + x] = upper * (1 - down) + lower * down
    }
  }
  return { values, width, height }
}

function placesOf(from: number, to: number): (i: number) => readonly [number, number, number] {
  const places = Array.from({ length: to }, (_, i) => {
    const place = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5))
    const first = Math.floor(place)
    return [first, Math.min(from - 1, first + 1), place - first] as const
  })
  return (i) => places[i] ?? [0, 0, 0]
}
