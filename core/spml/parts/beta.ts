/** From here on the series of the gamma function are exact to double precision. */
const FAR = 12

/** ln of the gamma function, x > 0: Stirling's series, reached by ln G(x) = ln G(x + 1) - ln x. */
export function logGamma(x: number): number {
  if (x < FAR) return logGamma(x + 1) - Math.log(x)
  const y = 1 / (x * x)
  const series = 1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series / x
}

/** The slope of `logGamma`. */
export function digamma(x: number): number {
  if (x < FAR) return digamma(x + 1) - 1 / x
  const y = 1 / (x * x)
  const series = 1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y / 132)))
  return Math.log(x) - 1 / (2 * x) - y * series
}

/** The slope of `digamma`. */
export function trigamma(x: number): number {
  if (x < FAR) return trigamma(x + 1) + 1 / (x * x)
  const y = 1 / (x * x)
  const series = 1 / 6 - y * (1 / 30 - y * (1 / 42 - y * (1 / 30 - (5 * y) / 66)))
  return 1 / x + y / 2 + (y * series) / x
}

/** Keeps both numbers of the distribution above 0. */
const SMALLEST = 1e-6

/**
 * The divergence of Beta(p, 1 - p) from the even distribution Beta(1, 1), each number a little above 0,
 * and its slope by p. At its least, 0.2416, at p = 1/2.
 */
export function betaDivergence(p: number): { value: number; slope: number } {
  const a = p + SMALLEST
  const b = 1 - p + SMALLEST
  const both = 1 + 2 * SMALLEST
  const value =
    logGamma(both) -
    logGamma(a) -
    logGamma(b) +
    (a - 1) * digamma(a) +
    (b - 1) * digamma(b) -
    (both - 2) * digamma(both)
  return { value, slope: (a - 1) * trigamma(a) - (b - 1) * trigamma(b) }
}
