/**
 * What a network is shown of a picture: all of it, mirrored, changed at random (several variants), or
 * cut into g x g tiles. Also the name under which features are cached.
 */
export type View = 'plain' | 'mirrored' | `strong-${number}` | `tiles-${number}x${number}`

/** Tiles along an edge where the view is made of tiles, else null. */
export function gridOf(view: View): number | null {
  const [, edge] = /^tiles-(\d+)x\d+$/.exec(view) ?? []
  return edge === undefined ? null : Number(edge)
}

/** Squares that the network sees of one picture in this view. */
export function squaresOf(view: View): number {
  return (gridOf(view) ?? 1) ** 2
}

/**
 * Side in pixels that a square of the view is squeezed to. A tile gets half of a whole picture's side,
 * up to the next multiple of 32: 4 x 4 tiles cost four whole pictures and show things twice as large.
 */
export function sideOf(view: View, side: number): number {
  return gridOf(view) === null ? side : 32 * Math.ceil(side / 64)
}

const form = /^(plain|mirrored|strong-[1-9]|tiles-([2-9])x\2)$/

export function isView(name: string): name is View {
  return form.test(name)
}
