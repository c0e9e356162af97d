import type { RandomState } from '../../kernel/rng'

/** Bits of a signature; 32 in each word. */
export const SIGNATURE_BITS = 384
export const SIGNATURE_WORDS = SIGNATURE_BITS / 32
/** Features that each bit looks at: the root of a thousand is as good as all of them, and 30 times faster. */
const LOOKS_AT = 32
/** Rows between two breaths. */
const ROWS_AT_ONCE = 2000

/**
 * Short signatures of rows: each bit says on which side of a random plane a row lies, so that two
 * rows at an angle differ in angle/180 of their bits. Yields the share done.
 * @param rows those of `features` [*, dim] that are wanted.
 * @returns [rows, SIGNATURE_WORDS]
 */
export function* signatureSteps(
  features: ArrayLike<number>,
  dim: number,
  rows: Uint32Array,
  rng: RandomState,
): Generator<number, Uint32Array> {
  const places = Uint32Array.from({ length: SIGNATURE_BITS * LOOKS_AT }, () =>
    rng.interval(dim - 1),
  )
  const signs = Int8Array.from(places, () => (rng.uint32() & 1 ? 1 : -1))
  const signatures = new Uint32Array(rows.length * SIGNATURE_WORDS)
  for (let k = 0; k < rows.length; k++) {
    const start = (rows[k] ?? 0) * dim
    for (let bit = 0; bit < SIGNATURE_BITS; bit++) {
      let side = 0
      for (let at = bit * LOOKS_AT; at < (bit + 1) * LOOKS_AT; at++) {
        side += (signs[at] ?? 0) * (features[start + (places[at] ?? 0)] ?? 0)
      }
      if (side < 0) continue
      const word = k * SIGNATURE_WORDS + (bit >>> 5)
      signatures[word] = (signatures[word] ?? 0) | (1 << (bit & 31))
    }
    if (k % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield k / rows.length
  }
  return signatures
}

/** Bits in which two signatures differ; stops counting above `most`. */
export function differingBits(signatures: Uint32Array, a: number, b: number, most: number): number {
  let count = 0
  for (let w = 0; w < SIGNATURE_WORDS && count <= most; w++) {
    const x = signatures[a * SIGNATURE_WORDS + w] ?? 0
    count += ones(x ^ (signatures[b * SIGNATURE_WORDS + w] ?? 0))
  }
  return count
}

/** Bits of a 32-bit word that are set. */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
