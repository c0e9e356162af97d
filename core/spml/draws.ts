/**
 * A whole number below `count` for an image of an epoch: the same for the same seed, whoever asks and in
 * whatever order, so that a resumed training draws what the whole one would have.
 */
export function drawFor(seed: number, epoch: number, row: number, count: number): number {
  let x =
    (Math.imul(seed, 0x9e3779b1) ^ Math.imul(epoch, 0x85ebca6b) ^ Math.imul(row, 0xc2b2ae35)) >>> 0
  // The finaliser of MurmurHash3: neighbouring rows have nothing to do with each other.
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return ((x ^ (x >>> 16)) >>> 0) % count
}
