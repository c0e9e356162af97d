import type { AuditPage, CommitAuditInput } from '@contract/audits'
import type { ImageId } from '@contract/ids'
import type { GridCell } from './grid-cell'
import type { Answer } from './sweep-sheet'

type Answers = ReadonlyMap<ImageId, Answer>

/** A random sample and what the person has said of it so far; never changed in place. */
export interface AuditSheet {
  readonly page: AuditPage
  readonly answers: Answers
  readonly trail: readonly Answers[]
}

export function openAudit(page: AuditPage): AuditSheet {
  return { page, answers: new Map(), trail: [] }
}

/** What a picture was judged to be, here or elsewhere; null: not yet. */
export function judgementOf({ page, answers }: AuditSheet, image: ImageId): Answer | null {
  const known = page.tiles.find((tile) => tile.image === image)?.state ?? 'unknown'
  return known === 'unknown' ? (answers.get(image) ?? null) : known
}

export function judge(sheet: AuditSheet, images: readonly ImageId[], answer: Answer): AuditSheet {
  const answers = new Map(sheet.answers)
  for (const image of images) answers.set(image, answer)
  return { ...sheet, answers, trail: [...sheet.trail, sheet.answers] }
}

const after: Record<Answer, Answer> = {
  present: 'absent',
  absent: 'undecided',
  undecided: 'present',
}

/** By mouse alone: there, not there, cannot tell, and round again. */
export function judgeNext(sheet: AuditSheet, image: ImageId): AuditSheet {
  const now = sheet.answers.get(image)
  return judge(sheet, [image], now === undefined ? 'present' : after[now])
}

/** Pictures without a judgement. */
export function openIn(sheet: AuditSheet): readonly ImageId[] {
  return sheet.page.tiles
    .map(({ image }) => image)
    .filter((image) => judgementOf(sheet, image) === null)
}

/** The next picture without a judgement after a position, round the end; null when none is left. */
export function nextOpen(sheet: AuditSheet, from: number): number | null {
  const { tiles } = sheet.page
  for (let step = 1; step <= tiles.length; step++) {
    const at = (from + step) % tiles.length
    const image = tiles[at]?.image
    if (image !== undefined && judgementOf(sheet, image) === null) return at
  }
  return null
}

/** The sheet before its last judgement; null when there is none. */
export function takeBackJudgement(sheet: AuditSheet): AuditSheet | null {
  const before = sheet.trail.at(-1)
  return before === undefined
    ? null
    : { ...sheet, answers: before, trail: sheet.trail.slice(0, -1) }
}

/** What a commit stores: only what nobody had decided when the page was read. */
export function judgementsOf({ page, answers }: AuditSheet): CommitAuditInput['answers'] {
  return page.tiles.flatMap(({ image, state: known }) => {
    const state = answers.get(image)
    return state === undefined || known !== 'unknown' ? [] : [{ image, state }]
  })
}

export function auditCells(sheet: AuditSheet): readonly GridCell[] {
  return sheet.page.tiles.map(({ image, width, height, state }) => {
    const answer = judgementOf(sheet, image)
    return {
      ...{ image, width, height, answer },
      ...{ marked: answer !== null, settled: state !== 'unknown', group: 1, opened: false },
    }
  })
}
