import type { Crop } from './random-crop'
import { mixColumnsCode, mixRowsCode, ROUND } from './squeeze-code'
import { tapsOf } from './taps'

/** Pixels [height, width, channels] as bytes; one channel is grey, three are RGB. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: number
}

/**
 * A part of a picture squeezed to a square, RGB [side, side, 3]. Gives what Pillow's bilinear resize of
 * the part gives, to a rounding; pixels beside the part do not count.
 */
export function squeeze(
  pixels: Pixels,
  { left, top, width, height }: Crop,
  side: number,
): Uint8Array {
  const [across, down] = [tapsOf(width, side), tapsOf(height, side)]
  const step = pixels.width * 3
  const rounds = Math.ceil((3 * width) / ROUND)
  const sizes = {
    ...{ data: pixels.height * step + ROUND, line: 2 * ROUND * rounds + ROUND },
    ...{ rows: 2 * down.ofRows.length, first: 4 * side, columns: 4 * across.ofColumns.length },
    out: 3 * side * side + ROUND,
  }
  const { buffer, at, mixRows, mixColumns } = prepare(sizes)
  const bytes = new Uint8Array(buffer)
  place(pixels, bytes.subarray(at.data, at.data + sizes.data))
  new Uint16Array(buffer, at.rows, down.ofRows.length).set(down.ofRows)
  new Int32Array(buffer, at.first, side).set(across.first.map((pixel) => 6 * pixel))
  new Int32Array(buffer, at.columns, across.ofColumns.length).set(across.ofColumns)
  for (let y = 0; y < side; y++) {
    const from = at.data + (top + (down.first[y] ?? 0)) * step + 3 * left
    mixRows(from, step, at.rows + 2 * y * down.taps, down.taps, at.line, rounds)
    mixColumns(at.line, at.first, at.columns, across.taps, at.out + 3 * y * side, side)
  }
  return bytes.slice(at.out, at.out + 3 * side * side)
}

/** Grey is the same three times. */
function place({ data, channels }: Pixels, to: Uint8Array): void {
  if (channels === 3) to.set(data)
  else for (let i = 0, at = 0; i < data.length; i++, at += 3) to.fill(data[i] ?? 0, at, at + 3)
}

const PAGE = 65536

/** WebAssembly as far as it is used here; the types of Node do not name it. */
declare const WebAssembly: {
  Memory: new (limits: { initial: number; maximum: number; shared: true }) => {
    readonly buffer: SharedArrayBuffer
  }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { readonly exports: object }
}

type Run = (a: number, b: number, c: number, d: number, e: number, f: number) => void

interface Machine {
  readonly buffer: SharedArrayBuffer
  readonly mixRows: Run
  readonly mixColumns: Run
}

/** One for this thread, with memory for the largest picture so far. */
let machine: Machine | null = null

function prepare<Name extends string>(sizes: Readonly<Record<Name, number>>) {
  // Object.entries forgets which names they are.
  const parts = Object.entries(sizes) as [Name, number][]
  // Filled below with every name there is.
  const at = {} as Record<Name, number>
  let end = 0
  for (const [name, size] of parts) {
    at[name] = end
    end += 16 * Math.ceil(size / 16)
  }
  if (machine === null || machine.buffer.byteLength < end) machine = build(Math.ceil(end / PAGE))
  return { ...machine, at }
}

function build(pages: number): Machine {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const load = (code: Uint8Array): Run => {
    const module = new WebAssembly.Module(code)
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    // What the modules export is written in squeeze-code.ts.
    return (exports as { run: Run }).run
  }
  return {
    buffer: memory.buffer,
    mixRows: load(mixRowsCode(pages)),
    mixColumns: load(mixColumnsCode(pages)),
  }
}
