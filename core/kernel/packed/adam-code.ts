import { assemble, localTypes, op } from './wasm-code'

/** Numbers that a step needs beside its vectors, in their order in memory. */
export const adamConstants = [
  'beta1',
  'rest1',
  'beta2',
  'rest2',
  'epsilon',
  'rate',
  'shrink',
] as const

/** Numbers that one round works on. */
export const ADAM_LANES = 4

const [FIRST, SECOND, WEIGHTS, GRADIENT] = [0, 1, 2, 3] as const
const [NEW_FIRST, NEW_SECOND, NEW_WEIGHTS, CONSTANTS, ROUNDS] = [4, 5, 6, 7, 8] as const
const [G, M, V] = [9, 10, 11] as const
const CONSTANT = 12

const constant = (name: (typeof adamConstants)[number]) =>
  op.get(CONSTANT + adamConstants.indexOf(name))

const advance = (local: number) => [
  ...op.get(local),
  ...op.constant(4 * ADAM_LANES),
  ...op.add,
  ...op.set(local),
]

const keep = (place: number, value: number[]) => [...op.get(place), ...value, ...op.store128(0)]

const read = (place: number) => [...op.get(place), ...op.load128(0)]

/** old * a + added * b */
const blend = (old: number[], a: number[], added: number[], b: number[]) => [
  ...[...old, ...a, ...op.multiplyFloats],
  ...[...added, ...b, ...op.multiplyFloats],
  ...op.addFloats,
]

const round = [
  ...[...read(GRADIENT), ...op.set(G)],
  ...[...blend(read(FIRST), constant('beta1'), op.get(G), constant('rest1')), ...op.set(M)],
  ...blend(
    read(SECOND),
    constant('beta2'),
    [...op.get(G), ...op.get(G), ...op.multiplyFloats],
    constant('rest2'),
  ),
  ...op.set(V),
  ...keep(NEW_FIRST, op.get(M)),
  ...keep(NEW_SECOND, op.get(V)),
  ...keep(NEW_WEIGHTS, [
    ...[...read(WEIGHTS), ...constant('shrink'), ...op.multiplyFloats],
    ...[...op.get(M), ...op.get(V), ...op.rootOfFloats, ...constant('epsilon'), ...op.addFloats],
    ...[...op.divideFloats, ...constant('rate'), ...op.multiplyFloats],
    ...op.subtractFloats,
  ]),
]

/**
 * `run(first, second, weights, gradient, newFirst, newSecond, newWeights, constants, rounds)`: one step
 * of Adam on `rounds` times four numbers, each operation rounded as one of its own.
 */
export function adamCode(): Uint8Array {
  const places = [FIRST, SECOND, WEIGHTS, GRADIENT, NEW_FIRST, NEW_SECOND, NEW_WEIGHTS]
  return assemble({
    parameters: 9,
    locals: [{ count: 3 + adamConstants.length, type: localTypes.v128 }],
    body: op.block(
      ...adamConstants.flatMap((_, i) => [
        ...op.get(CONSTANTS),
        ...op.splat32(4 * i),
        ...op.set(CONSTANT + i),
      ]),
      ...[...op.get(ROUNDS), ...op.isZero, ...op.branchIf(0)],
      ...op.loop(
        ...round,
        ...places.flatMap(advance),
        ...[...op.get(ROUNDS), ...op.constant(1), ...op.subtract, ...op.tee(ROUNDS)],
        ...op.branchIf(0),
      ),
    ),
  })
}
