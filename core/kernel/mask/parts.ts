import type { Bitmap, Rle } from './bitmap'
import { rlesOfLabels } from './label-runs'

/** Which part each pixel belongs to, 1 the first in reading order; 0 belongs to none. */
export interface PartMap {
  /** [height, width] */
  readonly labels: Int32Array
  /** Pixels of each part; `areas[0]` are those of none. */
  readonly areas: readonly number[]
}

/** Parts of what is inside, joined over corners too, as OpenCV's contours are. */
export function labelParts(bitmap: Bitmap): PartMap {
  return label(bitmap, 1, true)
}

/** The parts of a mask, largest first. An empty mask has none. */
export function partsOf(bitmap: Bitmap): Rle[] {
  const { labels, areas } = labelParts(bitmap)
  const parts = [...rlesOfLabels(labels, bitmap.width, bitmap.height)]
  return parts.sort(([a], [b]) => (areas[b] ?? 0) - (areas[a] ?? 0)).map(([, rle]) => rle)
}

/** Fills what the mask encloses, where that is at most `largest` pixels. */
export function fillHoles(bitmap: Bitmap, largest = Infinity): Bitmap {
  const { width, height } = bitmap
  const { labels, areas } = label(bitmap, 0, false)
  const open = new Set<number>()
  for (let x = 0; x < width; x++) {
    open.add(labels[x] ?? 0).add(labels[(height - 1) * width + x] ?? 0)
  }
  for (let y = 0; y < height; y++) {
    open.add(labels[y * width] ?? 0).add(labels[y * width + width - 1] ?? 0)
  }
  const data = bitmap.data.map((inside, i) => {
    const part = labels[i] ?? 0
    return part !== 0 && !open.has(part) && (areas[part] ?? 0) <= largest ? 1 : inside
  })
  return { width, height, data }
}

/** Leaves out parts of fewer than `smallest` pixels; the largest part always stays. */
export function withoutSpecks(bitmap: Bitmap, smallest: number): Bitmap {
  const { width, height } = bitmap
  const { labels, areas } = labelParts(bitmap)
  const needed = Math.min(smallest, Math.max(0, ...areas.slice(1)))
  const data = bitmap.data.map((inside, i) =>
    inside !== 0 && (areas[labels[i] ?? 0] ?? 0) >= needed ? 1 : 0,
  )
  return { width, height, data }
}

/** Labels the pixels of one value, each joined to those beside and above it. */
function label(bitmap: Bitmap, value: 0 | 1, overCorners: boolean): PartMap {
  const { width, height, data } = bitmap
  const labels = new Int32Array(width * height)
  const sets = new DisjointSets()
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if ((data[i] === 0 ? 0 : 1) !== value) continue
      const left = x > 0 ? (labels[i - 1] ?? 0) : 0
      const up = y > 0 ? (labels[i - width] ?? 0) : 0
      let own = left || up
      if (left !== 0 && up !== 0 && left !== up) own = sets.join(left, up)
      if (overCorners && up === 0 && y > 0) {
        const before = x > 0 ? (labels[i - width - 1] ?? 0) : 0
        const after = x + 1 < width ? (labels[i - width + 1] ?? 0) : 0
        for (const corner of [before, after]) {
          if (corner !== 0) own = own === 0 ? corner : sets.join(own, corner)
        }
      }
      labels[i] = own === 0 ? sets.add() : own
    }
  }
  return numbered(labels, sets)
}

/** Gives the sets numbers without gaps, in the order of their first pixel, and counts their pixels. */
function numbered(labels: Int32Array, sets: DisjointSets): PartMap {
  const numbers = new Int32Array(sets.size)
  const areas = [0]
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? 0
    let number = 0
    if (label !== 0) {
      const set = sets.find(label)
      number = numbers[set] ?? 0
      if (number === 0) numbers[set] = number = areas.push(0) - 1
    }
    labels[i] = number
    areas[number] = (areas[number] ?? 0) + 1
  }
  return { labels, areas }
}

class DisjointSets {
  readonly #parents = [0]

  get size(): number {
    return this.#parents.length
  }

  add(): number {
    return this.#parents.push(this.#parents.length) - 1
  }

  find(set: number): number {
    let root = set
    while (this.#parents[root] !== root) root = this.#parents[root] ?? 0
    // The way up is shortened for the next question.
    for (let at = set; at !== root;) {
      const parent = this.#parents[at] ?? 0
      this.#parents[at] = root
      at = parent
    }
    return root
  }

  join(a: number, b: number): number {
    const [one, two] = [this.find(a), this.find(b)]
    const root = Math.min(one, two)
    this.#parents[Math.max(one, two)] = root
    return root
  }
}
