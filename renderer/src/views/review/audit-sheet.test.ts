import { expect, test } from 'vitest'
import { auditPage } from '@contract/audits'
import { imageId } from '@contract/ids'
import {
  auditCells,
  judge,
  judgementsOf,
  judgeNext,
  nextOpen,
  openAudit,
  openIn,
  takeBackJudgement,
} from './audit-sheet'

const a = imageId.parse(1)
const b = imageId.parse(2)
const c = imageId.parse(3)

function open(stateOfC = 'unknown') {
  const tile = (image: number, state: string) => ({ image, width: 4, height: 3, state })
  const tiles = [tile(a, 'unknown'), tile(b, 'unknown'), tile(c, stateOfC)]
  return openAudit(auditPage.parse({ class: 1, tiles, suggested: 1, rest: 2, figures: null }))
}

test('nothing is filled in: a picture that nobody judged is not stored', () => {
  expect(judgementsOf(open())).toEqual([])
  expect(auditCells(open()).every((cell) => cell.answer === null && !cell.marked)).toBe(true)
  expect(judgementsOf(judge(open(), [b], 'absent'))).toEqual([{ image: b, state: 'absent' }])
})

test('what was decided elsewhere meanwhile is judged already', () => {
  const sheet = open('present')
  expect(openIn(sheet)).toEqual([a, b])
  expect(judgementsOf(judge(sheet, [c], 'absent'))).toEqual([])
  expect(auditCells(sheet)[2]).toMatchObject({ answer: 'present', settled: true })
})

test('the way goes on to the next open picture, round the end', () => {
  const sheet = judge(open(), [b], 'absent')
  expect(nextOpen(sheet, 0)).toBe(2)
  expect(nextOpen(sheet, 2)).toBe(0)
  expect(nextOpen(judge(sheet, [a, c], 'present'), 0)).toBeNull()
})

test('clicks go through all three answers', () => {
  let sheet = open()
  const seen = [1, 2, 3, 4].map(() => {
    sheet = judgeNext(sheet, a)
    return sheet.answers.get(a)
  })
  expect(seen).toEqual(['present', 'absent', 'undecided', 'present'])
})

test('each judgement can be taken back', () => {
  const sheet = judge(judge(open(), [a], 'present'), [a], 'absent')
  expect(takeBackJudgement(sheet)?.answers.get(a)).toBe('present')
  expect(takeBackJudgement(open())).toBeNull()
})
