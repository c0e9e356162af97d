import { describe, expect, it } from 'vitest'
import { imageId, runId } from '../contract/ids'
import { projectPaths } from './files'
import { connect } from './sqlite'
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

  it('can be neither changed nor deleted', async () => {
    const { store, directory, images, classes } = await testProject(1, 1)
    await store.decisions.decide({
      ...sweep,
      decisions: [decision(images[0], classes[0], 'present')],
    })
    const { db, close } = connect(projectPaths(directory).database, 'write')
    await expect(db.updateTable('decision').set({ state: -1 }).execute()).rejects.toThrow(
      'append-only',
    )
    await expect(db.deleteFrom('decision').execute()).rejects.toThrow('append-only')
    await expect(db.updateTable('batch').set({ view: 'grid' }).execute()).rejects.toThrow(
      'append-only',
    )
    await expect(db.deleteFrom('batch').execute()).rejects.toThrow('append-only')
    await close()
    await store.close()
  })

  it('about unknown images or classes are refused whole', async () => {
    const { store, images, classes } = await testProject(1, 1)
    const nobody = imageId.parse(99)
    const mixed = [
      decision(images[0], classes[0], 'present'),
      decision(nobody, classes[0], 'present'),
    ]
    await expect(store.decisions.decide({ ...sweep, decisions: mixed })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    const senseless = [{ ...skip(images[0]), kind: 'add' as const }]
    await expect(store.decisions.decide({ ...sweep, decisions: senseless })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    await expect(store.decisions.decide({ ...sweep, decisions: [] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    await expect(store.decisions.undo()).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
    expect(await store.summary()).toMatchObject({ revision: 0, decisions: 0, present: 0 })
    await store.close()
  })

  it('remember who, where, by which suggestion and whether they still stand', async () => {
    const { store, images, classes } = await testProject(1, 1)
    const [image, cat] = [images[0] ?? imageId.parse(1), classes[0]]
    const point = { x: 0.25, y: 0.75 }
    const accepted = {
      ...decision(image, cat, 'present'),
      point,
      run: runId.parse('run-1'),
      probability: 0.9,
    }
    await store.decisions.decide({ ...sweep, decisions: [accepted] }, { actor: 'anna' })
    await store.decisions.decide({ ...sweep, decisions: [decision(image, cat, 'absent')] })
    await store.decisions.undo()
    expect(await store.decisions.history(image)).toMatchObject([
      {
        actor: 'anna',
        view: 'sweep',
        state: 'present',
        run: 'run-1',
        probability: 0.9,
        undone: false,
      },
      { actor: 'person', state: 'absent', run: null, undone: true },
    ])
    expect((await store.images.get(image)).labels).toMatchObject([
      { class: cat, state: 'present', kind: 'add', point, run: 'run-1' },
    ])
    await store.close()
  })

  it('come in by the thousand as one batch, all or nothing', async () => {
    const { store, images, classes } = await testProject(100, 5)
    const rows = images.flatMap((image) => classes.map((id) => decision(image, id, 'absent')))
    const result = await store.decisions.importMany(rows)
    expect(result).toMatchObject({ batch: 1, images: [...images] })
    expect(await store.summary()).toMatchObject({ absent: 500, undo: '500 decisions in import' })
    await expect(
      store.decisions.importMany(rows, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(await store.decisions.count()).toBe(500)
    await store.decisions.undo()
    expect(await store.summary()).toMatchObject({ absent: 0, decisions: 0 })
    await store.decisions.redo()
    expect(await store.decisions.count()).toBe(500)
    expect(await store.check()).toEqual([])
    await store.close()
  })
})
