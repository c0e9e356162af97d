import { assemble, localTypes, op } from '../kernel/packed/wasm-code'

/** Bytes that a round of `mixRowsCode` mixes. */
export const ROUND = 8
/** Weights of rows add up to this: products with bytes then fit into 16 bits. */
export const ROW_UNIT = 2 ** 8
/** Weights of columns add up to this: products with what rows gave fit into 31 bits. */
export const COLUMN_UNIT = 2 ** 14
const SHIFT = 22 // of both units together

const advance = (local: number, step: readonly number[]) => [
  ...op.get(local),
  ...step,
  ...op.add,
  ...op.set(local),
]

const by = (bytes: number) => op.constant(bytes)

/** Counts a local down and goes round the loop again until it is zero. */
const again = (local: number) => [
  ...op.get(local),
  ...op.constant(1),
  ...op.subtract,
  ...op.tee(local),
  ...op.branchIf(0),
]

/**
 * `run(from, step, weights, taps, line, rounds)`: lines of bytes, `taps` of them from `from` on and `step`
 * apart, each times its uint16 weight, added up into uint16 at `line`; `rounds` times eight bytes.
 */
export function mixRowsCode(pages: number): Uint8Array {
  const [FROM, STEP, WEIGHTS, TAPS, LINE, ROUNDS] = [0, 1, 2, 3, 4, 5] as const
  const [AT, WEIGHT, LEFT, SUM] = [6, 7, 8, 9] as const
  const tap = [
    ...[...op.get(AT), ...op.load8x8, ...op.get(WEIGHT), ...op.splat16, ...op.multiply16x8],
    ...[...op.get(SUM), ...op.add16x8, ...op.set(SUM)],
    ...advance(AT, op.get(STEP)),
    ...advance(WEIGHT, by(2)),
  ]
  const round = [
    ...[...op.zero128, ...op.set(SUM), ...op.get(FROM), ...op.set(AT)],
    ...[...op.get(WEIGHTS), ...op.set(WEIGHT), ...op.get(TAPS), ...op.set(LEFT)],
    ...op.loop(...tap, ...again(LEFT)),
    ...[...op.get(LINE), ...op.get(SUM), ...op.store128(0)],
    ...advance(FROM, by(ROUND)),
    ...advance(LINE, by(2 * ROUND)),
  ]
  return assemble({
    parameters: 6,
    locals: [
      { count: 3, type: localTypes.i32 },
      { count: 1, type: localTypes.v128 },
    ],
    body: op.loop(...round, ...again(ROUNDS)),
    pages,
  })
}

/**
 * `run(line, first, weights, taps, out, places)`: for each place, the RGB uint16 of `taps` pixels of the
 * line, from the byte that the int32 at `first` says, each times its int32 weight, added up, rounded to
 * three bytes at `out`. It writes one byte more than it should.
 */
export function mixColumnsCode(pages: number): Uint8Array {
  const [LINE, FIRST, WEIGHTS, TAPS, OUT, PLACES] = [0, 1, 2, 3, 4, 5] as const
  const [AT, LEFT, SUM] = [6, 7, 8] as const
  const tap = [
    ...[...op.get(AT), ...op.loadUnsigned16x4],
    ...[...op.get(WEIGHTS), ...op.splat32(0), ...op.multiply32x4],
    ...[...op.get(SUM), ...op.add32x4, ...op.set(SUM)],
    ...advance(AT, by(6)),
    ...advance(WEIGHTS, by(4)),
  ]
  const narrow = [...op.get(SUM), ...op.get(SUM), ...op.narrow32, ...op.set(SUM)]
  const place = [
    ...[...op.constant(2 ** (SHIFT - 1)), ...op.spread32, ...op.set(SUM)],
    ...[...op.get(LINE), ...op.get(FIRST), ...op.load32, ...op.add, ...op.set(AT)],
    ...[...op.get(TAPS), ...op.set(LEFT)],
    ...op.loop(...tap, ...again(LEFT)),
    ...[...op.get(SUM), ...op.constant(SHIFT), ...op.shiftRight32x4, ...op.set(SUM)],
    ...narrow,
    ...[...op.get(OUT), ...op.get(SUM), ...op.get(SUM), ...op.narrow16, ...op.lane32(0)],
    ...op.store32,
    ...advance(OUT, by(3)),
    ...advance(FIRST, by(4)),
  ]
  return assemble({
    parameters: 6,
    locals: [
      { count: 2, type: localTypes.i32 },
      { count: 1, type: localTypes.v128 },
    ],
    body: op.loop(...place, ...again(PLACES)),
    pages,
  })
}
