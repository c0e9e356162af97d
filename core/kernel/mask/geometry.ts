/** Pixels from the upper left corner; a pixel's own corners are whole numbers. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A closed line; its last point is joined to its first. */
export type Ring = readonly Point[]

/** One outline and what is cut out of it. */
export interface Polygon {
  readonly outer: Ring
  readonly holes: readonly Ring[]
}
