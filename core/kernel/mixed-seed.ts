/**
 * One seed out of several whole numbers: the same for the same numbers in the same order, and nothing
 * alike for neighbours (the rounds and the finaliser of MurmurHash3, 32 bits).
 */
export function mixedSeed(...numbers: readonly number[]): number {
  let hash = 0
  for (const number of numbers) {
    const key = Math.imul(number, 0xcc9e2d51)
    hash ^= Math.imul((key << 15) | (key >>> 17), 0x1b873593)
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
