import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { connect } from './sqlite'
import { projectPaths } from './files'
import { testProject } from './test-project'

describe('the hidden truth', () => {
  it('is a matrix beside the labels, and replaced as a whole', async () => {
    const { store, images, classes } = await testProject(3, 2)
    const pairs = images.map((image, row) => ({ image, class: classes[row % 2] ?? classes[0] }))
    const present = pairs.flatMap(({ image, class: id }) =>
      id === undefined ? [] : { image, class: id },
    )
    expect((await store.info()).hasTruth).toBe(false)
    await store.truth.set(present)
    expect((await store.info()).hasTruth).toBe(true)
    const truth = await store.truth.matrix()
    expect([...truth.images]).toEqual(images)
    expect(truth.classes).toEqual(classes)
    expect([...truth.states]).toEqual([1, 0, 0, 1, 1, 0])
    expect([...(await store.labels.matrix()).states]).toEqual([0, 0, 0, 0, 0, 0])
    await store.truth.set(present.slice(0, 1))
    expect([...(await store.truth.matrix()).states]).toEqual([1, 0, 0, 0, 0, 0])
    await store.close()
  })
})

describe('settings and suggestions', () => {
  it('are stored, and a setting that does not fit is told', async () => {
    const { store, directory, images, classes } = await testProject(1, 1)
    const [image, id] = [images[0], classes[0]]
    if (image === undefined || id === undefined) throw new Error('the test project is too small')
    expect(await store.settings.get('backbone', z.string())).toBeNull()
    await store.settings.set('backbone', 'mini')
    await store.settings.set('backbone', 'large')
    expect(await store.settings.get('backbone', z.string())).toBe('large')
    await expect(store.settings.get('backbone', z.number())).rejects.toMatchObject({
      code: 'PROJECT_DAMAGED',
    })
    await store.suggestions.record([{ image, class: id, run: null, score: 1.5, probability: 0.8 }])
    const { db, close } = connect(projectPaths(directory).database, 'read')
    expect(await db.selectFrom('suggestion').selectAll().execute()).toMatchObject([
      { image, class: id, run: null, score: 1.5, probability: 0.8 },
    ])
    await close()
    await store.close()
  })
})
