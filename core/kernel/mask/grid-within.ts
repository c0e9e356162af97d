interface Size {
  readonly width: number
  readonly height: number
}

/** The size of a grid over a picture: the picture's own, or smaller so that no side is longer. */
export function gridWithin({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height))
  const side = (length: number) => Math.max(1, Math.round(length * scale))
  return { width: side(width), height: side(height) }
}
