import { describe, expect, it } from 'vitest'
import { decision, skip, testProject } from './test-project'

const sweep = { view: 'sweep', ms: 1200 } as const

describe('decisions', () => {
  it('turn into labels, image states and counts', async () => {
    const { store, images, classes } = await testProject(3, 2)
    const [a, b, c] = images
    const [cat, dog] = classes
    const result = await store.decisions.decide({
      ...sweep,
      decisions: [decision(a, cat, 'present'), decision(b, dog, 'absent')],
    })
    expect(result).toEqual({ batch: 1, revision: 1, images: [a, b] })
    await store.decisions.decide({
      ...sweep,
      decisions: [skip(c)],
    })
    const matrix = await store.labels.matrix()
    expect([...matrix.states]).toEqual([1, 0, 0, -1, 0, 0])
    expect(await store.summary()).toMatchObject({
      revision: 2,
      images: 3,
      seeded: 1,
      skipped: 1,
      present: 1,
      absent: 1,
      undecided: 0,
      decisions: 3,
      undo: '1 decision in sweep',
      redo: null,
    })
    expect(await store.check()).toEqual([])
    await store.close()
  })

  it('are taken back and brought back batch by batch until something new is decided', async () => {
    const { store, images, classes } = await testProject(2, 1)
    const [a, b] = images
    const [cat] = classes
    const { decisions } = store
    const state = async () => [...(await store.labels.matrix()).states]
    await decisions.decide({ ...sweep, decisions: [decision(a, cat, 'present')] })
    await decisions.decide({ ...sweep, decisions: [decision(a, cat, 'absent')] })
    await decisions.decide({ ...sweep, decisions: [decision(b, cat, 'present')] })
    await decisions.undo()
    await decisions.undo()
    expect(await state()).toEqual([1, 0])
    await decisions.redo()
    expect(await state()).toEqual([-1, 0])
    await decisions.redo()
    expect(await state()).toEqual([-1, 1])
    await decisions.undo()
    await decisions.decide({ ...sweep, decisions: [decision(b, cat, 'undecided')] })
    await expect(decisions.redo()).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
    await decisions.undo()
    await decisions.redo()
    expect(await state()).toEqual([-1, 2])
    expect(await store.check()).toEqual([])
    await store.close()
  })
})
