const toTables = buildEncodeTables()
const fromTables = buildDecodeTables()

/**
 * Rounds float32 numbers to IEEE half precision, nearest even; too large becomes infinite.
 * @returns the bits, one Uint16 each.
 */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const half = new Uint16Array(values.length)
  for (let i = 0; i < bits.length; i++) half[i] = encodeBits(bits[i] ?? 0)
  return half
}

/** The float32 numbers of half-precision bits, exactly; into `out` when given. */
export function decodeFloat16(
  half: Uint16Array,
  out: Float32Array = new Float32Array(half.length),
): Float32Array {
  const bits = new Uint32Array(out.buffer, out.byteOffset, half.length)
  const { mantissa, offset, exponent } = fromTables
  for (let i = 0; i < half.length; i++) {
    const h = half[i] ?? 0
    const top = h >>> 10
    bits[i] = (mantissa[(offset[top] ?? 0) + (h & 0x3ff)] ?? 0) + (exponent[top] ?? 0)
  }
  return out
}

function encodeBits(bits: number): number {
  const top = bits >>> 23
  const shift = toTables.shift[top] ?? 0
  const significand = (bits & 0x7fffff) | (toTables.hidden[top] ?? 0)
  if ((top & 0xff) === 0xff && bits & 0x7fffff) return (toTables.base[top] ?? 0) | 0x200
  const kept = significand >>> shift
  const half = (1 << shift) >>> 1
  const rest = significand & ((1 << shift) - 1)
  const up = rest > half || (rest === half && kept & 1) ? 1 : 0
  // A carry out of the mantissa runs into the exponent, which is the next number up (or infinity).
  return (toTables.base[top] ?? 0) + kept + up
}

/** By the top nine bits of a float32 (sign and exponent): what the half starts from and its shift. */
function buildEncodeTables() {
  const base = new Uint16Array(512)
  const shift = new Uint8Array(512)
  const hidden = new Uint32Array(512)
  for (let top = 0; top < 512; top++) {
    const sign = (top & 0x100) << 7
    const exponent = (top & 0xff) - 127
    if (exponent < -25) setRow(top, sign, 24, 0)
    else if (exponent < -14) setRow(top, sign, -exponent - 1, 0x800000)
    else if (exponent <= 15) setRow(top, sign | ((exponent + 15) << 10), 13, 0)
    else setRow(top, sign | 0x7c00, 24, 0)
  }
  return { base, shift, hidden }

  function setRow(top: number, from: number, by: number, bit: number) {
    base[top] = from
    shift[top] = by
    hidden[top] = bit
  }
}

/** Van der Zijp's tables: mantissa with normalised subnormals, exponent and offset by the top six bits. */
function buildDecodeTables() {
  const mantissa = new Uint32Array(2048)
  for (let i = 1; i < 1024; i++) mantissa[i] = normalisedSubnormal(i)
  for (let i = 1024; i < 2048; i++) mantissa[i] = 0x38000000 + ((i - 1024) << 13)
  const exponent = new Uint32Array(64)
  const offset = new Uint16Array(64).fill(1024)
  for (let top = 0; top < 64; top++) {
    const sign = top & 32 ? 0x80000000 : 0
    const power = top & 31
    exponent[top] = sign + (power === 31 ? 0x47800000 : power << 23)
  }
  offset[0] = 0
  offset[32] = 0
  return { mantissa, exponent, offset }
}

function normalisedSubnormal(bits: number): number {
  let mantissa = bits << 13
  let exponent = 0
  while (!(mantissa & 0x800000)) {
    exponent -= 0x800000
    mantissa <<= 1
  }
  return (mantissa & ~0x800000) + exponent + 0x38800000
}
