type Numbers = Float32Array | Float64Array

/**
 * The inner product of `length` numbers of `a` from `aStart` and of `b` from `bStart`. Four
 * accumulators, because one would wait for each addition to end before it begins the next.
 */
export function dot(a: Numbers, aStart: number, b: Numbers, bStart: number, length: number) {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  const even = length & ~3
  for (let k = 0; k < even; k += 4) {
    s0 += (a[aStart + k] ?? 0) * (b[bStart + k] ?? 0)
    s1 += (a[aStart + k + 1] ?? 0) * (b[bStart + k + 1] ?? 0)
    s2 += (a[aStart + k + 2] ?? 0) * (b[bStart + k + 2] ?? 0)
    s3 += (a[aStart + k + 3] ?? 0) * (b[bStart + k + 3] ?? 0)
  }
  for (let k = even; k < length; k++) s0 += (a[aStart + k] ?? 0) * (b[bStart + k] ?? 0)
  return s0 + s1 + (s2 + s3)
}

/** to[toStart..] += factor * from[fromStart..], `length` numbers. */
export function addScaled(
  to: Numbers,
  toStart: number,
  from: Numbers,
  fromStart: number,
  factor: number,
  length: number,
): void {
  for (let k = 0; k < length; k++) {
    to[toStart + k] = (to[toStart + k] ?? 0) + factor * (from[fromStart + k] ?? 0)
  }
}
