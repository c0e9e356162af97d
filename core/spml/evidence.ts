import { foldHead } from './head'
import type { Head } from './head'

/**
 * How much each position of an image's feature map speaks for a class: [positions], in logits, whose
 * mean over the positions is the logit without its bias. map [positions, channels].
 *
 * A map head's evidence is its class activation map. For a linear head on means the same holds. Where
 * the pooled vector is mean || GeM (cube root of the mean of cubes), the GeM part w_d * g_d of a channel
 * is shared out by what each position gives to it, x^3 / mean(x^3): strong responses, which make the
 * pooled value, get nearly all of it.
 */
export function evidenceOf(
  head: Head,
  map: Float32Array,
  channels: number,
  c: number,
): Float32Array {
  const { weights } = foldHead(head)
  const positions = map.length / channels
  const hasGem = head.kind === 'linear' && head.features === 2 * channels
  const evidence = new Float32Array(positions)
  for (let d = 0; d < channels; d++) {
    const plain = weights[d * head.classes + c] ?? 0
    const cubed = hasGem
      ? gemShare(map, d, channels) * (weights[(channels + d) * head.classes + c] ?? 0)
      : 0
    for (let p = 0; p < positions; p++) {
      const x = map[p * channels + d] ?? 0
      evidence[p] = (evidence[p] ?? 0) + plain * x + cubed * cube(x)
    }
  }
  return evidence
}

/** g / mean(x^3): what one unit of x^3 adds to the channel's pooled value. */
function gemShare(map: Float32Array, channel: number, channels: number): number {
  const positions = map.length / channels
  let sum = 0
  for (let i = channel; i < map.length; i += channels) sum += cube(map[i] ?? 0)
  const mean = sum / positions
  return mean > 0 ? Math.cbrt(mean) / mean : 0
}

/** As the pooling has it: what is below zero does not count. */
function cube(x: number): number {
  return x > 0 ? x * x * x : 0
}
