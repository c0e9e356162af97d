import { assemble, localTypes, op } from './wasm-code'

const [FLOAT, LANES] = [4, 4]
/** So many rows and columns of the result stay in registers, beside what is multiplied. */
export const MOST_ROWS = 4
const MOST_COLUMNS = 8

/** Columns `start` to `start + offsets.at(-1) + 4`, four in each vector; the last may overlap the one before. */
export type ColumnGroup = { start: number; offsets: readonly number[] }

/** What a piece of code is made for; strides count numbers. */
export type StridedProduct = {
  /** From one row of the left matrix to the next, and from one of its columns to the next. */
  rowStride: number
  columnStride: number
  /** Columns of the right matrix and of the result, which lie row by row. */
  width: number
  /** How many columns of them. */
  offsets: ColumnGroup['offsets']
  /** Rows of the left matrix at once. */
  rows: number
}

/** All columns of a matrix that is at least 4 wide, in groups that fit into registers. */
export function columnGroups(width: number): ColumnGroup[] {
  const groups: ColumnGroup[] = []
  let start = 0
  while (start < width) {
    const left = width - start
    // No group is narrower than a vector: what is left of one group takes a vector of the one before.
    const tight = left > MOST_COLUMNS && left < MOST_COLUMNS + LANES
    const columns = tight ? MOST_COLUMNS - LANES : Math.min(MOST_COLUMNS, left)
    const offsets = Array.from({ length: Math.ceil(columns / LANES) }, (_, i) =>
      Math.min(LANES * i, columns - LANES),
    )
    groups.push({ start, offsets })
    start += columns
  }
  return groups
}

const [LEFT, RIGHT, OUT, TILES, STEPS] = [0, 1, 2, 3, 4] as const
const [FROM, BY, COUNT, VECTOR] = [5, 6, 7, 8] as const

/**
 * `run(left, right, out, tiles, steps)`: `tiles` times `rows` rows of the left matrix, each `steps` (1 or
 * more) long, times the right one, added to the result. The left matrix may lie in any way, so that it can
 * be read transposed; nothing is packed first, which is what a product with few columns mostly is.
 */
export function stridedProductCode(product: StridedProduct): Uint8Array {
  const { rowStride, width, rows } = product
  const sums = sumsOf(product)
  const tile = [
    ...sums.flatMap(({ local, at }) => [...op.get(OUT), ...op.load128(at), ...op.set(local)]),
    ...copy(LEFT, FROM),
    ...copy(RIGHT, BY),
    ...copy(STEPS, COUNT),
    ...op.loop(...step(product), ...countDown(COUNT)),
    ...sums.flatMap(({ local, at }) => [...op.get(OUT), ...op.get(local), ...op.store128(at)]),
    ...advance(LEFT, FLOAT * rows * rowStride),
    ...advance(OUT, FLOAT * rows * width),
    ...countDown(TILES),
  ]
  return assemble({
    parameters: 5,
    locals: [
      { count: 3, type: localTypes.i32 },
      { count: 1 + rows + sums.length, type: localTypes.v128 },
    ],
    body: op.block(...op.get(TILES), ...op.isZero, ...op.branchIf(0), ...op.loop(...tile)),
  })
}

/** The registers that add up: which row and vector, and where in memory they belong. */
function sumsOf({ rows, offsets, width }: StridedProduct) {
  const first = VECTOR + 1 + rows
  return Array.from({ length: rows }, (_, row) =>
    offsets.map((offset, i) => ({
      ...{ row, offset, local: first + row * offsets.length + i },
      at: FLOAT * (row * width + offset),
    })),
  ).flat()
}

/** One column of the left matrix with one row of the right one. */
function step(product: StridedProduct): number[] {
  const { rowStride, columnStride, width, offsets, rows } = product
  const sums = sumsOf(product)
  const scalar = (row: number) => VECTOR + 1 + row
  return [
    ...Array.from({ length: rows }, (_, row) => [
      ...op.get(FROM),
      ...op.splat32(FLOAT * row * rowStride),
      ...op.set(scalar(row)),
    ]).flat(),
    ...offsets.flatMap((offset) => [
      ...[...op.get(BY), ...op.load128(FLOAT * offset), ...op.set(VECTOR)],
      ...sums
        .filter((sum) => sum.offset === offset)
        .flatMap(({ row, local }) => [
          ...[...op.get(VECTOR), ...op.get(scalar(row)), ...op.multiplyFloats],
          ...[...op.get(local), ...op.addFloats, ...op.set(local)],
        ]),
    ]),
    ...advance(FROM, FLOAT * columnStride),
    ...advance(BY, FLOAT * width),
  ]
}

const copy = (from: number, to: number) => [...op.get(from), ...op.set(to)]

const advance = (local: number, bytes: number) => [
  ...op.get(local),
  ...op.constant(bytes),
  ...op.add,
  ...op.set(local),
]

/** Goes round the loop again until a local that counts down is zero. */
const countDown = (local: number) => [
  ...op.get(local),
  ...op.constant(1),
  ...op.subtract,
  ...op.tee(local),
  ...op.branchIf(0),
]
