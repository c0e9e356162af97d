import type { ImageId } from '@contract/ids'
import type { LabelState } from '@contract/labels'
import type { CommitPageInput, SweepPage } from '@contract/review'

export type Answer = Exclude<LabelState, 'unknown'>
type Marks = ReadonlyMap<ImageId, Answer>

/** A page of a sweep and what the person has marked on it so far; never changed in place. */
export interface SweepSheet {
  readonly page: SweepPage
  readonly marks: Marks
  /** Decided one by one in the picture view: shown, and left out of the page's answers. */
  readonly settled: Marks
  /** The marks before each change, so that they can be taken back one by one. */
  readonly trail: readonly Marks[]
}

export function openSheet(page: SweepPage): SweepSheet {
  return { page, marks: new Map(), settled: new Map(), trail: [] }
}

/** What a tile will be when the page is committed as it stands. */
export function answerOf(sheet: SweepSheet, image: ImageId): Answer {
  return sheet.settled.get(image) ?? sheet.marks.get(image) ?? sheet.page.untouched
}

/** Makes tiles exceptions to the page's rule, or follow it again when the first of them was one. */
export function flip(sheet: SweepSheet, images: readonly ImageId[]): SweepSheet {
  const exception: Answer = sheet.page.untouched === 'present' ? 'absent' : 'present'
  return mark(sheet, images, exception)
}

/** Says of tiles that nobody could tell, or takes that back when it was said of the first. */
export function markUndecided(sheet: SweepSheet, images: readonly ImageId[]): SweepSheet {
  return mark(sheet, images, 'undecided')
}

function mark(sheet: SweepSheet, images: readonly ImageId[], answer: Answer): SweepSheet {
  const open = images.filter((image) => !sheet.settled.has(image))
  const [first] = open
  if (first === undefined) return sheet
  const takesBack = sheet.marks.get(first) === answer
  const marks = new Map(sheet.marks)
  for (const image of open) {
    if (takesBack) marks.delete(image)
    else marks.set(image, answer)
  }
  return { ...sheet, marks, trail: [...sheet.trail, sheet.marks] }
}

/** The sheet before its last mark; null when nothing is marked since it was opened. */
export function takeBack(sheet: SweepSheet): SweepSheet | null {
  const before = sheet.trail.at(-1)
  return before === undefined ? null : { ...sheet, marks: before, trail: sheet.trail.slice(0, -1) }
}

/** Takes over what was decided about a tile elsewhere; null when it is unknown again. */
export function settle(sheet: SweepSheet, image: ImageId, answer: Answer | null): SweepSheet {
  if (!sheet.page.tiles.some((tile) => tile.image === image)) return sheet
  const settled = new Map(sheet.settled)
  if (answer === null) settled.delete(image)
  else settled.set(image, answer)
  return { ...sheet, settled }
}

/** The answers that a commit of this page stores. */
export function answersOf(sheet: SweepSheet): CommitPageInput['answers'] {
  return sheet.page.tiles
    .filter((tile) => !sheet.settled.has(tile.image))
    .map(({ image, probability }) => ({ image, state: answerOf(sheet, image), probability }))
}
