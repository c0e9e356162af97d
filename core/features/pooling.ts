/**
 * Mean and GeM (p = 3, the cube mean of Radenovic et al. 2018) of a feature map [C, positions]:
 * [2C], all means first. Negative features, which backbones without a last ReLU have, keep their
 * sign under the cube root.
 */
export function poolMap(map: Float32Array, channels: number, out: Float32Array): void {
  const positions = map.length / channels
  for (let c = 0, at = 0; c < channels; c++) {
    let sum = 0
    let cubes = 0
    for (const end = at + positions; at < end; at++) {
      const x = map[at] ?? 0
      sum += x
      cubes += x * x * x
    }
    out[c] = sum / positions
    out[channels + c] = Math.cbrt(cubes / positions)
  }
}

/** A feature map [C, positions] with its channels last: [positions, C], as map heads multiply it. */
export function channelsLast(map: Float32Array, channels: number): Float32Array {
  const out = new Float32Array(map.length)
  const positions = map.length / channels
  for (let c = 0, at = 0; c < channels; c++)
    for (let p = 0; p < positions; p++, at++) out[p * channels + c] = map[at] ?? 0
  return out
}
