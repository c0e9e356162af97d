import { describe, expect, it } from 'vitest'
import { classId, imageId, projectId } from '@contract/ids'
import { places, type PictureFilter } from '@/router/places'
import { readFilter } from './filter-address'

const ids = (...list: number[]) => list.map((id) => imageId.parse(id))

/** The query of a door, as the address bar would hand it back. */
function through(filter: PictureFilter): Record<string, unknown> {
  const place = places.pictures(projectId.parse('p'), filter)
  if (typeof place === 'string' || !('query' in place)) throw new Error('a place without query')
  return { ...place.query }
}

describe('the address of some of the pictures', () => {
  it('comes back as what was asked for', () => {
    const dog = classId.parse(3)
    expect(readFilter(through({ class: dog, state: 'absent' })).filter).toEqual({
      class: dog,
      state: 'absent',
    })
    expect(readFilter(through({ images: ids(4, 2), title: 'Alike' }))).toEqual({
      status: null,
      filter: { images: ids(4, 2) },
      title: 'Alike',
    })
    expect(readFilter(through({ status: 'skipped' }))).toMatchObject({
      status: 'skipped',
      filter: null,
    })
  })

  it('shows no pictures, not all, when the list that it names is empty', () => {
    expect(readFilter(through({ images: [] })).filter).toEqual({ images: [] })
  })

  it('leaves out what makes no sense', () => {
    const query = { class: 'dog', state: 'maybe', status: 'lost', images: '7,x,-1', title: ['a'] }
    expect(readFilter(query)).toEqual({
      status: null,
      filter: { images: ids(7) },
      title: '',
    })
    expect(readFilter({ state: 'absent' }).filter).toBeNull()
  })
})
