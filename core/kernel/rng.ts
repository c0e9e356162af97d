const STATE_WORDS = 624
const TWIST_OFFSET = 397
const UPPER_BIT = 0x80000000
const LOWER_BITS = 0x7fffffff

/**
 * NumPy's legacy `RandomState` (MT19937), bit for bit, so that the files of published
 * single-positive experiments come out the same here as there.
 */
export class RandomState {
  private readonly words = new Uint32Array(STATE_WORDS)
  private position = STATE_WORDS
  private spareNormal: number | null = null

  constructor(seed: number) {
    let previous = seed >>> 0
    this.words[0] = previous
    for (let i = 1; i < STATE_WORDS; i++) {
      previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0
      this.words[i] = previous
    }
  }

  /** The next 32 random bits as an unsigned integer. */
  uint32(): number {
    if (this.position === STATE_WORDS) this.twist()
    let y = this.words[this.position++] ?? 0
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  /** A whole number in 0..max, both included; draws nothing when max is 0, as NumPy does. */
  interval(max: number): number {
    if (max === 0) return 0
    const mask = 0xffffffff >>> Math.clz32(max)
    let value = this.uint32() & mask
    while (value >>> 0 > max) value = this.uint32() & mask
    return value >>> 0
  }

  /** Shuffles in place. */
  shuffle(values: { length: number; [index: number]: number }): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.interval(i)
      const kept = values[i] ?? 0
      values[i] = values[j] ?? 0
      values[j] = kept
    }
  }

  /** The numbers 0..count-1 in random order. */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, i) => i)
    this.shuffle(order)
    return order
  }

  /** A number in [0, 1) with 53 random bits (`random_sample`). */
  uniform(): number {
    const high = this.uint32() >>> 5
    const low = this.uint32() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  /** A standard normal number (`randn`: the polar method, two at a time). */
  normal(): number {
    const spare = this.spareNormal
    if (spare !== null) {
      this.spareNormal = null
      return spare
    }
    let x: number
    let y: number
    let squared: number
    do {
      x = 2 * this.uniform() - 1
      y = 2 * this.uniform() - 1
      squared = x * x + y * y
    } while (squared >= 1 || squared === 0)
    const scale = Math.sqrt((-2 * Math.log(squared)) / squared)
    this.spareNormal = scale * x
    return scale * y
  }

  private twist(): void {
    const words = this.words
    for (let i = 0; i < STATE_WORDS; i++) {
      const here = (words[i] ?? 0) & UPPER_BIT
      const next = (words[(i + 1) % STATE_WORDS] ?? 0) & LOWER_BITS
      const mixed = here | next
      const far = words[(i + TWIST_OFFSET) % STATE_WORDS] ?? 0
      words[i] = far ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0)
    }
    this.position = 0
  }
}
