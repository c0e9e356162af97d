import type { Size } from './frame'

/** Pixels on each side that a pixel is explained with. */
const REACH = 7
/** Variance of colours (0..1) below which a place counts as plain: what is there is only smoothed. */
const PLAIN = 1e-4

/** What the filter needs of a picture's colours, worked out once. */
export interface Guide extends Size {
  /** Red, green and blue [height, width], 0..1. */
  readonly colours: Three
  readonly means: Three
  /** Of their covariance: the inverse's upper triangle, row by row. */
  readonly inverse: Six
}

type Plane = Float32Array
type Three = readonly [Plane, Plane, Plane]

/** @param colours planes [3, height, width], 0..1 */
export function guideOf(colours: Float32Array, { width, height }: Size): Guide {
  const area = width * height
  const planes = threeOf((c) => colours.subarray(c * area, (c + 1) * area))
  const mean = (values: Plane) => meanAround(values, width, height)
  const means = threeOf((c) => mean(planes[c]))
  const [r, g, b] = planes
  const [mr, mg, mb] = means
  const inverse = inverseOf(
    covariance(mean(product(r, r)), mr, mr, PLAIN),
    covariance(mean(product(r, g)), mr, mg, 0),
    covariance(mean(product(r, b)), mr, mb, 0),
    covariance(mean(product(g, g)), mg, mg, PLAIN),
    covariance(mean(product(g, b)), mg, mb, 0),
    covariance(mean(product(b, b)), mb, mb, PLAIN),
  )
  return { colours: planes, means, inverse, width, height }
}

const threeOf = (make: (index: 0 | 1 | 2) => Plane): Three => [make(0), make(1), make(2)]

const covariance = (mean: Plane, a: Plane, b: Plane, more: number): Plane =>
  mean.map((value, p) => value - (a[p] ?? 0) * (b[p] ?? 0) + more)

/** Of symmetric matrices whose upper triangles are given row by row: those of their inverses. */
function inverseOf(...[xx, xy, xz, yy, yz, zz]: Six): Six {
  const empty = () => new Float32Array(xx.length)
  const inverse: Six = [empty(), empty(), empty(), empty(), empty(), empty()]
  const [ixx, ixy, ixz, iyy, iyz, izz] = inverse
  for (let p = 0; p < xx.length; p++) {
    const [a, b, c] = [xx[p] ?? 0, xy[p] ?? 0, xz[p] ?? 0]
    const [d, e, f] = [yy[p] ?? 0, yz[p] ?? 0, zz[p] ?? 0]
    const [first, second, third] = [d * f - e * e, c * e - b * f, b * e - c * d]
    const scale = 1 / (a * first + b * second + c * third)
    ixx[p] = first * scale
    ixy[p] = second * scale
    ixz[p] = third * scale
    iyy[p] = (a * f - c * c) * scale
    iyz[p] = (b * c - a * e) * scale
    izz[p] = (a * d - b * b) * scale
  }
  return inverse
}

type Six = [Plane, Plane, Plane, Plane, Plane, Plane]

/**
 * Values [height, width] with the edges of the picture: around each pixel they are explained as a linear
 * function of the colours (He, Sun and Tang, "Guided Image Filtering", 2010).
 */
export function followEdges(guide: Guide, values: Plane): Plane {
  const { colours, means, inverse, width, height } = guide
  const mean = (plane: Plane) => meanAround(plane, width, height)
  const middle = mean(values)
  const shared = threeOf((c) => covariance(mean(product(colours[c], values)), means[c], middle, 0))
  const [xx, xy, xz, yy, yz, zz] = inverse
  const slopes = [
    combined([xx, xy, xz], shared),
    combined([xy, yy, yz], shared),
    combined([xz, yz, zz], shared),
  ] as const
  const explained = combined(slopes, means)
  const offsets = mean(middle.map((value, p) => value - (explained[p] ?? 0)))
  const around = threeOf((c) => mean(slopes[c]))
  const coloured = combined(around, colours)
  return offsets.map((value, p) => value + (coloured[p] ?? 0))
}

/** Pixel by pixel the product of two rows of three. */
function combined([a, b, c]: Three, [u, v, w]: Three): Plane {
  return a.map(
    (value, p) => value * (u[p] ?? 0) + (b[p] ?? 0) * (v[p] ?? 0) + (c[p] ?? 0) * (w[p] ?? 0),
  )
}

function product(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value * (b[i] ?? 0))
}

/** Of the square around each pixel, as far as it lies in the picture. */
function meanAround(values: Float32Array, width: number, height: number): Float32Array {
  const lines = new Float32Array(values.length)
  for (let y = 0; y < height; y++) slide(values, lines, y * width, 1, width)
  const result = new Float32Array(values.length)
  for (let x = 0; x < width; x++) slide(lines, result, x, width, height)
  return result
}

/** A running mean along one line of `count` values, `step` apart. */
function slide(from: Float32Array, to: Float32Array, start: number, step: number, count: number) {
  let sum = 0
  let held = 0
  for (let ahead = 0; ahead < count + REACH; ahead++) {
    if (ahead < count) {
      sum += from[start + ahead * step] ?? 0
      held++
    }
    const behind = ahead - 2 * REACH - 1
    if (behind >= 0) {
      sum -= from[start + behind * step] ?? 0
      held--
    }
    const place = ahead - REACH
    if (place >= 0) to[start + place * step] = sum / held
  }
}
