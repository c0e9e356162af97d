import sharp from 'sharp'

/** A class of a linear model on raw pooled features: [C] over the mean, [C] over GeM, and a zero point. */
export interface PooledWeights {
  readonly mean: Float32Array
  readonly gem: Float32Array
  /** Taken from every position: the weighted features of the average picture, if known. */
  readonly offset?: number
}

/**
 * Where in a picture the evidence for a class lies: a feature map [C, positions] to [positions],
 * 0 (none) to 1 (the most here). Positions average exactly to the model's score: the mean is a sum
 * over positions, and so is GeM g = (mean x^3)^(1/3), since g = mean(x^3) / g^2.
 */
export function evidenceMap(
  map: Float32Array,
  positions: number,
  weights: PooledWeights,
): Float32Array {
  const evidence = new Float32Array(positions).fill(-(weights.offset ?? 0))
  for (let c = 0; c * positions < map.length; c++) {
    const channel = map.subarray(c * positions, (c + 1) * positions)
    addChannel(evidence, channel, weights.mean[c] ?? 0, weights.gem[c] ?? 0)
  }
  return relativeToMost(evidence)
}

function addChannel(evidence: Float32Array, channel: Float32Array, mean: number, gem: number) {
  const cubes = channel.reduce((sum, x) => sum + x ** 3, 0) / channel.length
  const perCube = cubes > 0 ? gem / Math.cbrt(cubes) ** 2 : 0
  for (const [i, x] of channel.entries())
    evidence[i] = (evidence[i] ?? 0) + mean * x + perCube * x ** 3
}

function relativeToMost(evidence: Float32Array): Float32Array {
  const most = evidence.reduce((a, b) => Math.max(a, b), 0)
  return most > 0 ? evidence.map((value) => Math.max(0, value) / most) : evidence.fill(0)
}

/** Amber from clear and dark to bright, lightness rising evenly: [at, red, green, blue, alpha]. */
const ramp = [
  [0, 120, 53, 15, 0],
  [0.2, 146, 64, 14, 40],
  [0.5, 217, 119, 6, 120],
  [0.8, 251, 191, 36, 175],
  [1, 254, 243, 199, 210],
] as const

const rampTable = Uint8Array.from({ length: 256 * 4 }, (_, i) => rampAt((i >> 2) / 255, i & 3))

function rampAt(t: number, channel: number): number {
  const upper = ramp.findIndex(([at]) => at >= t)
  const high = ramp[upper] ?? ramp[4]
  const low = ramp[Math.max(0, upper - 1)] ?? ramp[0]
  const share = high[0] === low[0] ? 1 : (t - low[0]) / (high[0] - low[0])
  const [from, to] = [low[channel + 1] ?? 0, high[channel + 1] ?? 0]
  return Math.round(from + share * (to - from))
}

const largestEdge = 4096

/**
 * Values [height, width] of 0..1 as a smooth transparent PNG of outWidth x outHeight pixels (at most
 * 4096 each), amber where the values are high and clear where they are 0.
 */
export async function renderHeatMap(
  values: Float32Array,
  width: number,
  height: number,
  outWidth: number,
  outHeight: number,
): Promise<Buffer> {
  const [w, h] = [outWidth, outHeight].map((edge) => Math.min(largestEdge, Math.max(1, edge))) as [
    number,
    number,
  ]
  const bytes = Uint8Array.from(values, (value) =>
    Math.round(255 * Math.min(1, Math.max(0, value))),
  )
  const levels = await sharp(bytes, { raw: { width, height, channels: 1 } })
    .resize(w, h, { fit: 'fill', kernel: 'cubic' })
    .extractChannel(0)
    .raw()
    .toBuffer()
  const picture = new Uint8Array(w * h * 4)
  for (const [i, level] of levels.entries())
    picture.set(rampTable.subarray(level * 4, level * 4 + 4), i * 4)
  return sharp(picture, { raw: { width: w, height: h, channels: 4 } })
    .png({ compressionLevel: 4 })
    .toBuffer()
}
