import { describe, expect, it } from 'vitest'
import type { ImageFilter, ImageStatus } from '../contract/images'
import { decision, skip, testProject } from './test-project'

async function labelledProject() {
  const { store, images, classes } = await testProject(9, 2)
  await store.decisions.decide({
    view: 'label',
    ms: 1,
    decisions: [
      decision(images[4], classes[0], 'present'),
      decision(images[1], classes[0], 'present'),
      decision(images[2], classes[0], 'absent'),
      decision(images[3], classes[0], 'undecided'),
      decision(images[5], classes[1], 'present'),
      skip(images[0]),
    ],
  })
  const paths = async (filter: ImageFilter, status: ImageStatus | null = null) => {
    const where = { order: 'folder', status, filter } as const
    const found = await store.images.page({ ...where, offset: 0, limit: 500 })
    expect(found.total).toBe(found.items.length)
    for (const [index, item] of found.items.entries()) {
      expect(await store.images.indexOf(item.id, where)).toBe(index)
    }
    return found.items.map((item) => Number.parseInt(item.path))
  }
  return { store, images, classes, paths }
}

describe('the pictures of a filter', () => {
  it('are those with a class in a state, in their order', async () => {
    const { store, classes, paths } = await labelledProject()
    const cat = classes[0]
    expect(await paths({ class: cat })).toEqual([1, 4])
    expect(await paths({ class: cat, state: 'present' })).toEqual([1, 4])
    expect(await paths({ class: cat, state: 'absent' })).toEqual([2])
    expect(await paths({ class: cat, state: 'undecided' })).toEqual([3])
    expect(await paths({ class: cat, state: 'unknown' })).toEqual([0, 5, 6, 7, 8])
    expect(await paths({ class: cat, state: 'unknown' }, 'seeded')).toEqual([5])
    expect(await paths({ class: cat, state: 'unknown' }, 'skipped')).toEqual([0])
    await store.close()
  })

  it('follow a label that is changed and taken back', async () => {
    const { store, images, classes, paths } = await labelledProject()
    const decisions = [decision(images[4], classes[0], 'absent')]
    await store.decisions.decide({ view: 'image', ms: 1, decisions })
    expect(await paths({ class: classes[0] })).toEqual([1])
    await store.decisions.undo()
    expect(await paths({ class: classes[0] })).toEqual([1, 4])
    await store.close()
  })

  it('named one by one stand as they were named, each once', async () => {
    const { store, images, classes, paths } = await labelledProject()
    const named = [images[7], images[1], images[7], images[4]].flatMap((id) => id ?? [])
    expect(await paths({ images: named })).toEqual([7, 1, 4])
    expect(await paths({ images: named }, 'seeded')).toEqual([1, 4])
    expect(await paths({ images: named, class: classes[0] })).toEqual([1, 4])
    expect(await paths({ images: named, class: classes[0], state: 'unknown' })).toEqual([7])
    await store.images.markMissing(named.slice(0, 1))
    expect(await paths({ images: named })).toEqual([1, 4])
    await store.close()
  })

  it('of the last decisions stand newest first, undone or not', async () => {
    const { store, images, classes, paths } = await labelledProject()
    expect(await paths({ latest: true })).toEqual([0, 5, 3, 2, 1, 4])
    const decisions = [decision(images[1], classes[1], 'present')]
    await store.decisions.decide({ view: 'label', ms: 1, decisions })
    expect(await paths({ latest: true }, 'seeded')).toEqual([1, 5, 4])
    await store.close()
  })

  it('leave out pictures that are gone, and know no place for others', async () => {
    const { store, images, classes, paths } = await labelledProject()
    await store.images.markMissing(images.slice(1, 2))
    expect(await paths({ class: classes[0] })).toEqual([4])
    const [, gone, other] = images
    const where = { order: 'random', status: null, filter: { class: classes[0] } } as const
    for (const image of [gone, other]) {
      expect(image && (await store.images.indexOf(image, where))).toBeNull()
    }
    await store.close()
  })
})
