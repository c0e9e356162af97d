import { describe, expect, it } from 'vitest'
import { classId, imageId } from '../contract/ids'
import { LabelTable } from './label-table'

const image = (id: number) => imageId.parse(id)
const cls = (id: number) => classId.parse(id)

describe('LabelTable', () => {
  it('tells which labels of a row changed, and nothing twice', () => {
    const table = new LabelTable([image(7), image(9)], [cls(2), cls(5)], new Int8Array(4))
    const labels = [{ class: cls(5), state: 'present' as const, kind: 'seed' as const }]
    expect(table.setRow(image(9), labels)).toEqual([
      { image: 1, class: 1, state: 1, answer: false },
    ])
    expect(table.setRow(image(9), labels)).toEqual([])
    expect([...table.states]).toEqual([0, 0, 0, 1])
  })

  it('takes back what is no longer decided', () => {
    const table = new LabelTable([image(7)], [cls(2), cls(5)], new Int8Array([1, -1]))
    expect(
      table.setRow(image(7), [{ class: cls(2), state: 'undecided', kind: 'undecided' }]),
    ).toEqual([
      { image: 0, class: 0, state: 2, answer: false },
      { image: 0, class: 1, state: 0, answer: false },
    ])
  })

  it('ignores images and classes that it does not know', () => {
    const table = new LabelTable([image(7)], [cls(2)], new Int8Array(1))
    expect(table.setRow(image(8), [])).toEqual([])
    expect(table.setRow(image(7), [{ class: cls(3), state: 'present', kind: 'add' }])).toEqual([])
  })

  it('tells answers to suggestions from seeds', () => {
    const table = new LabelTable([image(7)], [cls(2), cls(5)], new Int8Array(2))
    const changes = table.setRow(image(7), [
      { class: cls(2), state: 'present', kind: 'seed' },
      { class: cls(5), state: 'absent', kind: 'reject' },
    ])
    expect(changes.map(({ answer }) => answer)).toEqual([false, true])
  })
})
