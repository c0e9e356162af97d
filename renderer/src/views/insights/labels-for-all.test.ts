import { classId, imageId } from '@contract/ids'
import type { AlikeGroup } from '@contract/insights'
import { expect, test } from 'vitest'
import { labelsForAll } from './labels-for-all'
import { decisionOf } from './use-doubts'

const [dog, cat] = [classId.parse(1), classId.parse(2)]
const picture = { width: 10, height: 10, likeness: 1 }
const group: AlikeGroup = {
  images: [
    { ...picture, image: imageId.parse(1), present: [dog] },
    { ...picture, image: imageId.parse(2), present: [] },
  ],
  differing: [{ class: dog, present: 1, absent: 0 }],
}

test('a group is given only what its pictures lack', () => {
  expect(labelsForAll(group, [dog])).toEqual([
    { image: 2, class: dog, kind: 'add', state: 'present' },
  ])
  expect(labelsForAll(group, [dog, cat])).toHaveLength(3)
  expect(labelsForAll(group, [])).toEqual([])
})

test('keeping says the same again, changing the opposite', () => {
  const label = { image: imageId.parse(3), width: 1, height: 1, class: dog, above: 0 }
  const present = { ...label, state: 'present' as const, probability: 0.1 }
  const absent = { ...label, state: 'absent' as const, probability: 0.9 }
  expect(decisionOf(present, 'keep')).toMatchObject({ kind: 'add', state: 'present' })
  expect(decisionOf(present, 'change')).toMatchObject({ kind: 'reject', state: 'absent' })
  expect(decisionOf(absent, 'keep')).toMatchObject({ kind: 'reject', state: 'absent' })
  expect(decisionOf(absent, 'change')).toMatchObject({ kind: 'accept', state: 'present' })
})
