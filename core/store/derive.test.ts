import { describe, expect, it } from 'vitest'
import type { BatchId, ClassId, ImageId } from '../contract/ids'
import type { DecisionInput, LabelState } from '../contract/labels'
import { connect } from './sqlite'
import { projectPaths } from './files'
import { decision, skip, testProject } from './test-project'

/** Small and repeatable chance (mulberry32), so that a failure can be seen again. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const states: readonly LabelState[] = ['present', 'absent', 'undecided', 'unknown']
const code = { present: 1, absent: -1, undecided: 2, unknown: 0 }

interface Gesture {
  readonly decisions: readonly DecisionInput[]
}

/** The meaning of a list of standing gestures, written as plainly as can be. */
function meaning(
  standing: readonly Gesture[],
  images: readonly ImageId[],
  classes: readonly ClassId[],
) {
  const labels = new Map<string, LabelState>()
  const skipped = new Map<ImageId, boolean>()
  for (const { image, class: id, state } of standing.flatMap((gesture) => gesture.decisions)) {
    if (id !== null && state !== null) labels.set(`${String(image)}/${String(id)}`, state)
    if (state === null) skipped.set(image, true)
    else if (state === 'present' || state === 'unknown') skipped.set(image, false)
  }
  const row = (image: ImageId) =>
    classes.map((id) => code[labels.get(`${String(image)}/${String(id)}`) ?? 'unknown'])
  return {
    states: images.flatMap(row),
    status: images.map((image) => {
      if (row(image).includes(1)) return 'seeded'
      return skipped.get(image) === true ? 'skipped' : 'todo'
    }),
  }
}

describe('labels', () => {
  it.each([1, 2, 3])(
    'always are what a plain replay of the standing gestures gives (seed %i)',
    async (seed) => {
      const { store, images, classes } = await testProject(5, 3)
      const roll = chance(seed)
      const standing: Gesture[] = []
      let undone: Gesture[] = []
      const anyDecision = () => {
        const image = images[roll(images.length)]
        return roll(8) === 0
          ? skip(image)
          : decision(image, classes[roll(classes.length)], states[roll(4)] ?? 'unknown')
      }
      for (let step = 0; step < 60; step += 1) {
        const action = roll(5)
        if (action < 3) {
          const gesture = { decisions: Array.from({ length: 1 + roll(6) }, anyDecision) }
          await store.decisions.decide({ view: 'sweep', ms: 5, decisions: gesture.decisions })
          standing.push(gesture)
          undone = []
        } else if (action === 3 && standing.length > 0) {
          await store.decisions.undo()
          undone.push(...standing.splice(-1))
        } else if (action === 4 && undone.length > 0) {
          await store.decisions.redo()
          standing.push(...undone.splice(-1))
        }
        const expected = meaning(standing, images, classes)
        expect([...(await store.labels.matrix()).states]).toEqual(expected.states)
        const page = await store.images.page({ order: 'folder', status: null, offset: 0, limit: 9 })
        expect(page.items.map((item) => item.status)).toEqual(expected.status)
      }
      expect(await store.check()).toEqual([])
      const before = await store.summary()
      await store.rebuild()
      expect(await store.check()).toEqual([])
      expect(await store.summary()).toEqual(before)
      await store.close()
    },
  )

  it('that were tampered with are found by the check and mended by a rebuild', async () => {
    const { store, directory, images, classes } = await testProject(2, 2)
    const [a, b] = images
    await store.decisions.decide({
      view: 'label',
      ms: 1,
      decisions: [decision(a, classes[0], 'present'), decision(b, classes[1], 'absent')],
    })
    const { db, close } = connect(projectPaths(directory).database, 'write')
    await db.updateTable('label').set({ state: -1 }).where('state', '=', 1).execute()
    await db.updateTable('status_count').set({ n: 7 }).where('status', '=', 'todo').execute()
    // A batch that exists; only its derived column is wrong.
    await db
      .updateTable('batch')
      .set({ undone_by: 1 as BatchId })
      .execute()
    await close()
    const found = await store.check()
    expect(new Set(found.map((row) => row.table))).toEqual(
      new Set(['batch', 'label', 'image', 'label_count', 'status_count']),
    )
    await store.rebuild()
    expect(await store.check()).toEqual([])
    expect([...(await store.labels.matrix()).states]).toEqual([1, 0, 0, -1])
    await store.close()
  })
})
