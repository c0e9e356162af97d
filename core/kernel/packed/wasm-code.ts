// A module of one function as bytes: so little that a compiler beside the program would be more.

const I32 = 0x7f
const FUNCTION_TYPE = 0x60
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const
const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

/** The types of locals that this program needs. */
export const localTypes = { i32: I32, v128: 0x7b } as const

export interface WasmFunction {
  /** How many i32 parameters it takes; it returns nothing. */
  readonly parameters: number
  readonly locals: readonly { readonly count: number; readonly type: number }[]
  readonly body: readonly number[]
  /** Pages of 64 KB of the shared memory that it is given; missing for one that is not shared and may grow. */
  readonly pages?: number
}

/** A module that imports `env.memory` and exports its function as `run`. */
export function assemble({ parameters, locals, body, pages }: WasmFunction): Uint8Array {
  const type = [FUNCTION_TYPE, ...list(Array.from({ length: parameters }, () => [I32])), 0]
  const sharedWithMaximum = 3
  const limits =
    pages === undefined ? [0, 0] : [sharedWithMaximum, ...unsigned(pages), ...unsigned(pages)]
  const code = [...list(locals.map((one) => [...unsigned(one.count), one.type])), ...body, op.end]
  return Uint8Array.from([
    ...header,
    ...section(SECTION.type, list([type])),
    ...section(SECTION.import, list([[...name('env'), ...name('memory'), 2, ...limits]])),
    ...section(SECTION.function, list([[0]])),
    ...section(SECTION.export, list([[...name('run'), 0, 0]])),
    ...section(SECTION.code, list([[...unsigned(code.length), ...code]])),
  ])
}

/** The instructions that are used. */
export const op = {
  block: (...body: number[]) => [0x02, 0x40, ...body, 0x0b],
  loop: (...body: number[]) => [0x03, 0x40, ...body, 0x0b],
  branchIf: (depth: number) => [0x0d, depth],
  get: (local: number) => [0x20, local],
  set: (local: number) => [0x21, local],
  tee: (local: number) => [0x22, local],
  constant: (value: number) => [0x41, ...signed(value)],
  isZero: [0x45],
  add: [0x6a],
  subtract: [0x6b],
  storeFloat: [0x38, 2, 0],
  addFloat: [0x92],
  end: 0x0b,
  load32: [0x28, 0, 0],
  store32: [0x36, 0, 0],
  store128: (offset: number) => [...simd(0x0b), 0, ...unsigned(offset)],
  load128: (offset: number) => [...simd(0x00), 0, ...unsigned(offset)],
  /** Four int16 read as four int32. */
  load16x4: (offset: number) => [...simd(0x03), 0, ...unsigned(offset)],
  /** Eight bytes read as eight unsigned int16. */
  load8x8: [...simd(0x02), 0, 0],
  /** Four unsigned int16 read as four int32. */
  loadUnsigned16x4: [...simd(0x04), 0, 0],
  /** One number of memory in every lane. */
  splat16: [...simd(0x08), 0, 0],
  splat32: (offset: number) => [...simd(0x09), 0, ...unsigned(offset)],
  /** The number on the stack in every lane. */
  spread32: simd(0x11),
  add16x8: simd(0x8e),
  multiply16x8: simd(0x95),
  add32x4: simd(0xae),
  multiply32x4: simd(0xb5),
  shiftRight32x4: simd(0xad),
  /** To half the bits a lane, two vectors into one; what is too large is the largest. */
  narrow32: simd(0x86),
  narrow16: simd(0x66),
  lane32: (index: number) => [...simd(0x1b), index],
  zero128: [...simd(0x0c), ...new Array<number>(16).fill(0)],
  lane: (index: number) => [...simd(0x1f), index],
  toFloats: simd(0xfa),
  rootOfFloats: simd(0xe3),
  addFloats: simd(0xe4),
  subtractFloats: simd(0xe5),
  multiplyFloats: simd(0xe6),
  divideFloats: simd(0xe7),
} as const

function simd(code: number): number[] {
  return [0xfd, ...unsigned(code)]
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()]
}

function name(text: string): number[] {
  const letters = Array.from(text, (letter) => letter.charCodeAt(0))
  return [...unsigned(letters.length), ...letters]
}

/** LEB128, seven bits a byte. */
function unsigned(value: number): number[] {
  const rest = Math.floor(value / 128)
  return rest === 0 ? [value] : [(value % 128) + 128, ...unsigned(rest)]
}

function signed(value: number): number[] {
  const rest = value >> 7
  const low = value & 0x7f
  const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
  return done ? [low] : [low + 128, ...signed(rest)]
}
