export interface Place {
  readonly x: number
  readonly y: number
}

/**
 * The middles of `side` x `side` equal cells of a picture in its pixels, in rounds from coarse to fine:
 * every fourth one of each axis, then every second, then all others. An axis that has fewer pixels than
 * cells gives each pixel once.
 */
export function pointRounds(side: number, width: number, height: number): Place[][] {
  const rounds: Place[][] = [[], [], []]
  for (const [row, y] of middles(side, height).entries())
    for (const [column, x] of middles(side, width).entries())
      rounds[Math.max(roundOf(row), roundOf(column))]?.push({ x, y })
  return rounds.filter((points) => points.length > 0)
}

// The second of four is nearer to the middle of what the four stand for than the first.
const roundOf = (index: number) => (index % 4 === 1 ? 0 : index % 2 === 1 ? 1 : 2)

function middles(cells: number, pixels: number): number[] {
  const count = Math.max(1, Math.min(cells, pixels))
  return Array.from({ length: count }, (_, i) => ((i + 0.5) * pixels) / count)
}
