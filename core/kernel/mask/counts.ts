/** More pixels than this no mask has; it keeps every run within 30 bits. */
export const mostPixels = 2 ** 28

const bitsEach = 5
const mostGroups = 6
const more = 0x20
const sign = 0x10
const firstCode = 48
const lastCode = firstCode + 63

/**
 * COCO's text of run lengths: from the fourth on each is written as what it differs from the one two
 * before it, five bits a character, the lowest first. Lin et al., cocoapi, `rleToString`.
 */
export function packCounts(counts: ArrayLike<number>): string {
  const codes: number[] = []
  const pieces: string[] = []
  for (let i = 0; i < counts.length; i++) {
    let rest = (counts[i] ?? 0) - (i > 2 ? (counts[i - 2] ?? 0) : 0)
    for (let unfinished = true; unfinished;) {
      const group = rest & 0x1f
      rest >>= bitsEach
      unfinished = group & sign ? rest !== -1 : rest !== 0
      codes.push((unfinished ? group | more : group) + firstCode)
    }
    if (codes.length > 4096) pieces.push(String.fromCharCode(...codes.splice(0)))
  }
  pieces.push(String.fromCharCode(...codes))
  return pieces.join('')
}

/** The run lengths of such a text. Throws a RangeError where it is none. */
export function unpackCounts(text: string): Uint32Array {
  const counts = new Uint32Array(text.length)
  let length = 0
  for (let at = 0; at < text.length;) {
    let value = 0
    for (let groups = 0, unfinished = true; unfinished; groups++, at++) {
      const code = text.charCodeAt(at) // NaN behind the end
      if (!(code >= firstCode && code <= lastCode)) throw badCharacter(text, at)
      if (groups === mostGroups) throw new RangeError('A run of the mask is impossibly long.')
      const bits = code - firstCode
      value |= (bits & 0x1f) << (bitsEach * groups)
      unfinished = (bits & more) !== 0
      if (!unfinished && bits & sign) value |= -1 << (bitsEach * (groups + 1))
    }
    if (length > 2) value += counts[length - 2] ?? 0
    if (value < 0 || value > mostPixels) {
      throw new RangeError(`Run ${length + 1} of the mask has an impossible length, ${value}.`)
    }
    counts[length++] = value
  }
  return counts.subarray(0, length)
}

function badCharacter(text: string, at: number): RangeError {
  if (at >= text.length) return new RangeError('The run lengths of the mask are cut off.')
  const character = JSON.stringify(text.charAt(at))
  return new RangeError(`Character ${at + 1} of the run lengths, ${character}, is none of theirs.`)
}
