import { describe, expect, it } from 'vitest'
import { classId } from '@contract/ids'
import { imageItem } from '@contract/images'
import { planLabel, planMany, planNone, planSkip } from './label-decisions'

const cat = classId.parse(1)
const dog = classId.parse(2)
const fresh = imageItem.parse({
  id: 7,
  path: 'a.jpg',
  width: 4,
  height: 3,
  status: 'todo',
  present: [],
})

describe('a class key', () => {
  it('seeds an image with the clicked point, then adds further labels', () => {
    const first = planLabel(fresh, cat, { x: 0.5, y: 0.25 })
    expect(first.decisions).toEqual([
      { image: 7, class: 1, kind: 'seed', state: 'present', point: { x: 0.5, y: 0.25 } },
    ])
    const second = planLabel(first.after, dog, null)
    expect(second.decisions).toEqual([{ image: 7, class: 2, kind: 'add', state: 'present' }])
    expect(second.after).toMatchObject({ status: 'seeded', present: [1, 2] })
  })

  it('takes a label back to unknown when the image has it, and the image to do with the last', () => {
    const seeded = planLabel(fresh, cat, null).after
    const taken = planLabel(seeded, cat, null)
    expect(taken.decisions).toEqual([{ image: 7, class: 1, kind: 'clear', state: 'unknown' }])
    expect(taken.after).toEqual(fresh)
  })

  it('on a selection leaves alone what has the label', () => {
    const seeded = planLabel(fresh, cat, null).after
    expect(planMany([seeded, fresh], cat).flatMap((plan) => plan.decisions)).toEqual([
      { image: 7, class: 1, kind: 'seed', state: 'present' },
    ])
  })
})

describe('giving no label', () => {
  it('skips without saying anything about a class', () => {
    expect(planSkip(fresh).decisions).toEqual([
      { image: 7, class: null, kind: 'skip', state: null },
    ])
    expect(planSkip(fresh).after.status).toBe('skipped')
    expect(planSkip(planLabel(fresh, cat, null).after).after.status).toBe('seeded')
  })

  it('says absent of every class when none of them is there', () => {
    const { decisions, after } = planNone(fresh, [cat, dog])
    expect(decisions.map((one) => [one.class, one.state])).toEqual([
      [1, 'absent'],
      [2, 'absent'],
      [null, null],
    ])
    expect(after).toMatchObject({ status: 'skipped', present: [] })
  })
})
