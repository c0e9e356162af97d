import { assemble, localTypes, op } from './wasm-code'

/** Numbers of one round of the inner loop; rows are padded to a multiple of it. */
export const ROUND = 16

const [FROM, VECTOR, OUT, ROWS, ROUNDS] = [0, 1, 2, 3, 4] as const
const [LEFT, AT, A, B] = [5, 6, 7, 8] as const

/** Four int16 of the row times four floats of the vector, added to an accumulator. */
const four = (k: number, accumulator: number) => [
  ...op.get(FROM),
  ...op.load16x4(2 * k),
  ...op.toFloats,
  ...op.get(AT),
  ...op.load128(4 * k),
  ...op.multiplyFloats,
  ...op.get(accumulator),
  ...op.addFloats,
  ...op.set(accumulator),
]

const advance = (local: number, bytes: number) => [
  ...op.get(local),
  ...op.constant(bytes),
  ...op.add,
  ...op.set(local),
]

/** Counts a local down and goes round the loop again until it is zero. */
const again = (local: number) => [
  ...op.get(local),
  ...op.constant(1),
  ...op.subtract,
  ...op.tee(local),
  ...op.branchIf(0),
]

const sumOfLanes = [0, 1, 2, 3].flatMap((index) => [
  ...op.get(A),
  ...op.lane(index),
  ...(index === 0 ? [] : op.addFloat),
])

const oneRow = [
  ...op.zero128,
  ...op.set(A),
  ...op.zero128,
  ...op.set(B),
  ...op.get(VECTOR),
  ...op.set(AT),
  ...op.get(ROUNDS),
  ...op.set(LEFT),
  ...op.loop(
    ...four(0, A),
    ...four(4, B),
    ...four(8, A),
    ...four(12, B),
    ...advance(FROM, 2 * ROUND),
    ...advance(AT, 4 * ROUND),
    ...again(LEFT),
  ),
  ...op.get(A),
  ...op.get(B),
  ...op.addFloats,
  ...op.set(A),
  ...op.get(OUT),
  ...sumOfLanes,
  ...op.storeFloat,
  ...advance(OUT, 4),
]

/**
 * `run(from, vector, out, rows, rounds)`: each row of int16 at `from`, `rounds` times 16 long, times
 * the floats at `vector`, into the floats at `out`. Four products at once, and half the bytes of
 * floats: a hundred thousand rows are read as quickly as the memory gives them.
 */
export function rowsTimesVectorCode(pages: number): Uint8Array {
  return assemble({
    parameters: 5,
    locals: [
      { count: 2, type: localTypes.i32 },
      { count: 2, type: localTypes.v128 },
    ],
    body: op.block(
      ...op.get(ROWS),
      ...op.isZero,
      ...op.branchIf(0),
      ...op.loop(...oneRow, ...again(ROWS)),
    ),
    pages,
  })
}
