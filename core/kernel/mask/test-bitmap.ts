import type { Bitmap } from './bitmap'

/** A mask as drawn: `#` is inside, anything else outside. */
export function drawn(...rows: string[]): Bitmap {
  const width = rows[0]?.length ?? 0
  const data = Uint8Array.from(rows.join(''), (character) => (character === '#' ? 1 : 0))
  return { width, height: rows.length, data }
}

export function drawing({ width, data }: Bitmap): string[] {
  const text = Array.from(data, (inside) => (inside ? '#' : '.')).join('')
  return text.match(new RegExp(`.{${width}}`, 'g')) ?? []
}

/** Blobs of chance: the same ones for the same seed. */
export function speckled(width: number, height: number, seed: number): Bitmap {
  const data = new Uint8Array(width * height)
  let state = seed
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    data[i] = state > 2 ** 31 ? 1 : 0
  }
  return { width, height, data }
}
