import { pageSeconds } from './human-times'

/** Pages that say how fast a person is at the moment. */
const RECENT = 50
/** Pages before their pace is worth more than the usual one. */
const ENOUGH = 3
const USUAL_PAGE = 40

type Page = { ms: number; size: number }

/** Milliseconds that a person needs for one decision of a sweep, by the last pages. */
export class Pace {
  private pages: readonly Page[] = []

  /** @param pages newest first. */
  load(pages: readonly Page[]): void {
    this.pages = pages.slice(0, RECENT)
  }

  add(page: Page): void {
    if (page.ms > 0) this.load([page, ...this.pages])
  }

  /** `own`: measured, and not what people usually need. */
  get current(): { ms: number; own: boolean } {
    if (this.pages.length < ENOUGH) return { ms: usual(), own: false }
    const ms = this.pages.reduce((sum, page) => sum + page.ms, 0)
    const size = this.pages.reduce((sum, page) => sum + page.size, 0)
    return { ms: ms / size, own: true }
  }
}

function usual(): number {
  return (1000 * pageSeconds(USUAL_PAGE, USUAL_PAGE / 4)) / USUAL_PAGE
}
