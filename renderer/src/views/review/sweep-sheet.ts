import type { ImageId } from '@contract/ids'
import type { LabelState } from '@contract/labels'
import type { CommitPageInput, SweepPage, SweepTile } from '@contract/review'
import type { GridCell } from './grid-cell'

export type Answer = Exclude<LabelState, 'unknown'>
type Marks = ReadonlyMap<ImageId, Answer>

/** A page of a sweep and what the person has marked on it so far; never changed in place. */
export interface SweepSheet {
  readonly page: SweepPage
  readonly marks: Marks
  /** Decided elsewhere, one by one: shown, and left out of the page's answers. */
  readonly settled: Marks
  /** Tiles whose near-duplicates are shown one by one. */
  readonly opened: ReadonlySet<ImageId>
  /** The marks before each change, so that they can be taken back one by one. */
  readonly trail: readonly Marks[]
}

/** One place in the grid. */
export interface SweepCell {
  readonly tile: Omit<SweepTile, 'also'>
  /** What a mark on it decides: the image itself, and those that stand behind it. */
  readonly images: readonly ImageId[]
  /** Near-duplicates that it leads, itself included; 1 for an image that has none. */
  readonly group: number
}

export function openSheet(page: SweepPage): SweepSheet {
  return { page, marks: new Map(), settled: new Map(), opened: new Set(), trail: [] }
}

/** The tiles as they are shown: a group is one place until it is opened. */
export function cellsOf({ page, opened }: SweepSheet): readonly SweepCell[] {
  return page.tiles.flatMap(({ also, ...tile }) => {
    const images = [tile.image, ...also.map((one) => one.image)]
    if (!opened.has(tile.image)) return [{ tile, images, group: images.length }]
    return [
      { tile, images: [tile.image], group: images.length },
      ...also.map((one) => ({ tile: one, images: [one.image], group: 1 })),
    ]
  })
}

/** The same as they are drawn. */
export function drawnCells(sheet: SweepSheet): readonly GridCell[] {
  return cellsOf(sheet).map(({ tile, images, group }) => {
    const { image, width, height, probability } = tile
    const answer = answerOf(sheet, image)
    return {
      ...{ image, width, height, probability, answer, group },
      marked: answer !== sheet.page.untouched,
      settled: images.every((one) => sheet.settled.has(one)),
      opened: sheet.opened.has(image),
    }
  })
}

/** Every image of a page, those behind other tiles included. */
export function imagesOf(page: SweepPage): readonly ImageId[] {
  return page.tiles.flatMap(({ image, also }) => [image, ...also.map((one) => one.image)])
}

/** What an image will be when the page is committed as it stands. */
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

/** Says of tiles what they are, whatever the page's rule is. */
export function answerAs(answer: Answer) {
  return (sheet: SweepSheet, images: readonly ImageId[]): SweepSheet =>
    answer === sheet.page.untouched ? unmark(sheet, images) : setMarks(sheet, images, answer)
}

/** Shows the near-duplicates of a tile one by one, or behind it again when one answer fits them all. */
export function toggleGroup(sheet: SweepSheet, image: ImageId): SweepSheet {
  const leader = sheet.page.tiles.find(
    (tile) => tile.image === image || tile.also.some((one) => one.image === image),
  )
  if (leader === undefined || leader.also.length === 0) return sheet
  const opened = new Set(sheet.opened)
  if (!opened.delete(leader.image)) opened.add(leader.image)
  else if (leader.also.some((one) => answerOf(sheet, one.image) !== answerOf(sheet, leader.image)))
    return sheet
  return { ...sheet, opened }
}

function mark(sheet: SweepSheet, images: readonly ImageId[], answer: Answer): SweepSheet {
  const [first] = images.filter((image) => !sheet.settled.has(image))
  if (first === undefined) return sheet
  const takesBack = sheet.marks.get(first) === answer
  return takesBack ? unmark(sheet, images) : setMarks(sheet, images, answer)
}

function setMarks(sheet: SweepSheet, images: readonly ImageId[], answer: Answer): SweepSheet {
  const marks = new Map(sheet.marks)
  for (const image of images) if (!sheet.settled.has(image)) marks.set(image, answer)
  return { ...sheet, marks, trail: [...sheet.trail, sheet.marks] }
}

function unmark(sheet: SweepSheet, images: readonly ImageId[]): SweepSheet {
  const gone = images.filter((image) => sheet.marks.has(image))
  if (gone.length === 0) return sheet
  const marks = new Map(sheet.marks)
  for (const image of gone) marks.delete(image)
  return { ...sheet, marks, trail: [...sheet.trail, sheet.marks] }
}

/** The sheet before its last mark; null when nothing is marked since it was opened. */
export function takeBack(sheet: SweepSheet): SweepSheet | null {
  const before = sheet.trail.at(-1)
  return before === undefined ? null : { ...sheet, marks: before, trail: sheet.trail.slice(0, -1) }
}

/**
 * Takes over what was decided about an image elsewhere; null when it is unknown again. It alone was
 * decided: the near-duplicates behind it come out.
 */
export function settle(sheet: SweepSheet, image: ImageId, answer: Answer | null): SweepSheet {
  const group = sheet.page.tiles.find(
    (tile) => tile.image === image || tile.also.some((one) => one.image === image),
  )
  if (group === undefined || (sheet.settled.get(image) ?? null) === answer) return sheet
  const settled = new Map(sheet.settled)
  if (answer === null) settled.delete(image)
  else settled.set(image, answer)
  const opened = group.also.length > 0 ? new Set([...sheet.opened, group.image]) : sheet.opened
  return { ...sheet, settled, opened }
}

/** The answers that a commit of this page stores. */
export function answersOf(sheet: SweepSheet): CommitPageInput['answers'] {
  return sheet.page.tiles
    .flatMap(({ also, ...tile }) => [tile, ...also])
    .filter((tile) => !sheet.settled.has(tile.image))
    .map(({ image, probability }) => ({ image, state: answerOf(sheet, image), probability }))
}
