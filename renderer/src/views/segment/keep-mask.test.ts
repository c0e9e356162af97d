import { expect, it } from 'vitest'
import { classId, imageId } from '@contract/ids'
import type { ImageDetail } from '@contract/images'
import type { LabelState } from '@contract/labels'
import { emptyDraft } from '@/canvas/draft/draft-state'
import { firstPlace, presentDecisions, provenanceOf } from './keep-mask'

const [dog, cat] = [classId.parse(1), classId.parse(2)]

function picture(...labels: [typeof dog, LabelState][]): ImageDetail {
  return {
    ...{ id: imageId.parse(7), path: 'a.jpg', width: 4, height: 3, status: 'todo', present: [] },
    labels: labels.map(([one, state]) => ({
      ...{ class: one, state, kind: 'add', at: 0, point: null, run: null },
    })),
  }
}

it('seeds a picture by its first mask, with the place that was pointed at', () => {
  const at = { x: 0.5, y: 0.25 }
  expect(presentDecisions(picture(), [dog], at)).toEqual([
    { image: 7, class: dog, state: 'present', kind: 'seed', point: at },
  ])
})

it('adds a class to what is there, and says nothing twice', () => {
  expect(presentDecisions(picture([dog, 'present']), [cat, dog, cat, null])).toEqual([
    { image: 7, class: cat, state: 'present', kind: 'add' },
  ])
})

it('a drawn mask says more than an earlier no', () => {
  expect(presentDecisions(picture([dog, 'absent']), [dog])).toMatchObject([{ state: 'present' }])
})

it('takes the first place that belongs to the thing, or the middle of the box', () => {
  const no = { at: { x: 0, y: 0 }, positive: false }
  const yes = { at: { x: 1, y: 1 }, positive: true }
  expect(firstPlace({ ...emptyDraft, points: [no, yes] })).toEqual({ x: 1, y: 1 })
  const box = { x0: 0, y0: 0.5, x1: 0.5, y1: 1 }
  expect(firstPlace({ ...emptyDraft, box })).toEqual({ x: 0.25, y: 0.75 })
  expect(firstPlace(emptyDraft)).toBeNull()
})

it('says that a mask was pointed at only while an answer is in it', () => {
  const mask = { width: 1, height: 1, counts: '01' }
  const answer = { answer: 'a', model: 'basic', choices: [{ mask, quality: 0.8, stability: 0.7 }] }
  expect(provenanceOf(emptyDraft)).toMatchObject({ source: 'drawn', model: null })
  expect(provenanceOf({ ...emptyDraft, answer })).toEqual({
    ...{ source: 'prompts', model: 'basic', quality: 0.8, stability: 0.7 },
  })
  expect(provenanceOf({ ...emptyDraft, base: mask, answer })).toMatchObject({ quality: null })
})
