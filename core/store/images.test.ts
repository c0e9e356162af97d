import { describe, expect, it } from 'vitest'
import { imageId } from '../contract/ids'
import type { ImageOrder } from '../contract/images'
import { decision, picture, skip, testProject } from './test-project'

const everything = { status: null, offset: 0, limit: 500 } as const

describe('images', () => {
  it('stand in folder order, in a random order that stays, and in the order of variety', async () => {
    const { store, images } = await testProject(12, 1)
    await store.images.sortByPath()
    const order = async (name: ImageOrder) =>
      (await store.images.page({ ...everything, order: name })).items.map((item) => item.id)
    expect(await order('folder')).toEqual(images)
    const random = await order('random')
    expect(random).not.toEqual(images)
    expect([...random].sort((a, b) => a - b)).toEqual(images)
    expect(await order('variety')).toEqual(random)
    await store.images.addMany([picture(99)])
    expect((await order('random')).filter((id) => images.includes(id))).toEqual(random)
    const chosen = [images[7], images[3]].flatMap((id) => id ?? [])
    await store.images.setVarietyOrder(chosen)
    const variety = await order('variety')
    expect(variety.slice(0, 2)).toEqual(chosen)
    expect(variety).toHaveLength(13)
    await store.close()
  })

  it('kept for validation are in the project, but nobody is asked to label them', async () => {
    const { store } = await testProject(0, 1)
    await store.images.addMany([picture(1), { ...picture(2), split: 'validation' }, picture(3)])
    const page = await store.images.page({ ...everything, order: 'folder' })
    expect(page.items.map((item) => item.path)).toEqual(['1.jpg', '3.jpg'])
    expect(page.total).toBe(2)
    expect((await store.summary()).images).toBe(2)
    expect(await store.images.count()).toBe(3)
    expect((await store.labels.matrix()).images).toHaveLength(3)
    expect(await store.check()).toEqual([])
    await store.close()
  })

  it('are sorted as people count, not as letters', async () => {
    const { store } = await testProject(0, 1)
    const { added } = await store.images.addMany([picture(10), picture(2), picture(1), picture(2)])
    expect(added).toBe(3)
    await store.images.sortByPath()
    expect((await store.images.all()).map((image) => image.path)).toEqual([
      '1.jpg',
      '2.jpg',
      '10.jpg',
    ])
    await store.close()
  })

  it('page by status, and each is found where the page shows it', async () => {
    const { store, images, classes } = await testProject(9, 2)
    await store.decisions.decide({
      view: 'label',
      ms: 1,
      decisions: [
        decision(images[4], classes[1], 'present'),
        decision(images[1], classes[0], 'present'),
        decision(images[2], classes[0], 'absent'),
        skip(images[0]),
      ],
    })
    for (const order of ['folder', 'random', 'variety'] as const) {
      for (const [status, total] of [
        [null, 9],
        ['seeded', 2],
        ['skipped', 1],
        ['todo', 6],
      ] as const) {
        const first = await store.images.page({ order, status, offset: 0, limit: 5 })
        const rest = await store.images.page({ order, status, offset: 5, limit: 5 })
        const items = [...first.items, ...rest.items]
        expect([first.total, items.length]).toEqual([total, total])
        for (const [index, item] of items.entries()) {
          expect(await store.images.indexOf(item.id, { order, status })).toBe(index)
        }
      }
    }
    const seeded = await store.images.page({ ...everything, order: 'folder', status: 'seeded' })
    expect(seeded.items.map((item) => item.present)).toEqual([[classes[0]], [classes[1]]])
    expect(
      await store.images.indexOf(imageId.parse(77), { order: 'folder', status: null }),
    ).toBeNull()
    await expect(store.images.get(imageId.parse(77))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await store.close()
  })

  it('whose files are gone hide, and come back with their decisions', async () => {
    const { store, images, classes } = await testProject(3, 1)
    await store.decisions.decide({
      view: 'label',
      ms: 1,
      decisions: [decision(images[1], classes[0], 'present')],
    })
    await store.images.markMissing(images.slice(1, 2))
    expect(await store.summary()).toMatchObject({ images: 2, seeded: 0 })
    expect((await store.labels.matrix()).images).toHaveLength(2)
    expect(await store.images.count()).toBe(2)
    expect(await store.images.byPath('1.jpg')).toBeNull()
    expect(await store.check()).toEqual([])
    expect(await store.images.addMany([{ ...picture(1), width: 800 }])).toEqual({ added: 0 })
    expect(await store.summary()).toMatchObject({ images: 3, seeded: 1 })
    expect(await store.images.byPath('1.jpg')).toMatchObject({ width: 800 })
    expect(await store.check()).toEqual([])
    await store.close()
  })

  it('that cannot be read are listed until they can', async () => {
    const { store } = await testProject(0, 1)
    await store.images.addProblems([
      { path: '5.jpg', reason: 'empty file' },
      { path: 'notes.jpg', reason: 'not an image' },
    ])
    await store.images.addProblems([{ path: 'notes.jpg', reason: 'truncated' }])
    expect((await store.summary()).unreadable).toBe(2)
    await store.images.addMany([picture(5)])
    expect(await store.images.problems()).toEqual([{ path: 'notes.jpg', reason: 'truncated' }])
    await store.images.clearProblems()
    expect(await store.images.problems()).toEqual([])
    await store.close()
  })

  it('of a cancelled scan are not half there', async () => {
    const { store } = await testProject(0, 1)
    await expect(store.images.addMany([picture(1)], AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(await store.images.count()).toBe(0)
    await store.close()
  })
})
