/** What a person needs, in seconds; defaults from watching sweeps, every one an option. */
export type HumanTimes = {
  /** The first label of an image. */
  seed: number
  /** One yes-or-no question about one image. */
  question: number
  /** Looking at one tile of a sweep. */
  tile: number
  /** Clicking the exception among the tiles. */
  click: number
  /** Turning a page. */
  page: number
}

export const HUMAN_TIMES: HumanTimes = { seed: 2.5, question: 1.6, tile: 0.35, click: 0.9, page: 1 }

/** Seconds for a page of `tiles` of which `clicks` have to be changed (may be an expected number). */
export function pageSeconds(tiles: number, clicks: number, times = HUMAN_TIMES): number {
  return times.page + times.tile * tiles + times.click * clicks
}
