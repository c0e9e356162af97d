import './looks.css'

/** Dashes in pixels, by look; the colours are in `looks.css`. */
const dashes: readonly (readonly number[])[] = [
  [],
  [7, 4],
  [2, 3],
  [10, 3, 2, 3],
  [4, 2],
  [12, 3, 2, 3, 2, 3],
]

/** How many lines can be told apart; further ones begin anew. */
const count = dashes.length

export function dashOf(look: number): readonly number[] {
  return dashes[look % count] ?? []
}

/** The name of the colour among the custom properties. */
export function colourOf(look: number): string {
  return `--look-${look % count}`
}
