import { describe, expect, it } from 'vitest'
import { imageId } from '../contract/ids'
import type { DecideInput } from '../contract/labels'
import { type SegmentInfo, segmentId } from '../contract/segments'
import type { ProjectStore } from './project-store'
import { decision, testProject } from './test-project'
import { adding, drawn, gesture, left, right, segment } from './test-segments'

const both = drawn('##.#', '##.#', '##.#')

async function small() {
  const project = await testProject(3, 3)
  const [image] = project.images
  if (image === undefined) throw new Error('the test project is too small')
  return { ...project, image, list: () => project.store.segments.ofImage(image) }
}

const masks = (segments: readonly SegmentInfo[]) => segments.map(({ mask }) => mask)

async function agrees(store: ProjectStore) {
  expect(await store.check()).toEqual([])
  const stands = await store.segments.counts()
  await store.rebuild()
  expect(await store.segments.counts()).toEqual(stands)
}

describe('segments', () => {
  it('are what was added, with all that is known of them', async () => {
    const { store, image, classes, list } = await small()
    const scores = { quality: 0.9, stability: 0.8, reliability: 0.7 }
    const { images } = await store.decisions.decide(
      adding(
        { ...segment(image, classes[1]), ...scores, model: 'basic', source: 'suggestion' },
        { ...segment(image, null, right), state: 'proposed' },
      ),
    )
    expect(images).toEqual([image])
    expect(await list()).toMatchObject([
      { id: 1, class: classes[1], state: 'kept', mask: left, area: 0.5, model: 'basic', ...scores },
      { id: 2, class: null, state: 'proposed', mask: right, area: 0.25, model: null, run: null },
    ])
    expect(await store.segments.counts()).toEqual([
      { class: null, state: 'proposed', n: 1 },
      { class: classes[1], state: 'kept', n: 1 },
    ])
    expect(await store.segments.imagesWith('kept')).toEqual([image])
    await store.close()
  })

  it('and a label of one gesture go and come back together', async () => {
    const { store, image, classes, list } = await small()
    const edits = adding(segment(image, classes[0]))
    const decisions = [decision(image, classes[0], 'present')]
    await store.decisions.decide({ ...edits, decisions })
    expect((await store.summary()).undo).toBe('1 decision and 1 segment added')
    const taken = await store.decisions.undo()
    expect(taken).toMatchObject({ images: [image], segments: true, classes: false })
    expect(await list()).toEqual([])
    expect((await store.images.get(image)).labels).toEqual([])
    expect(await store.decisions.count()).toBe(0)
    await store.decisions.redo()
    expect(masks(await list())).toEqual([left])
    expect((await store.images.get(image)).labels).toHaveLength(1)
    await agrees(store)
    await store.close()
  })

  it('are redrawn, relabelled and judged, and each step goes back alone', async () => {
    const { store, image, classes, list } = await small()
    const { decisions } = store
    await decisions.decide(adding({ ...segment(image, null), state: 'proposed', quality: 0.9 }))
    const id = segmentId.parse(1)
    await decisions.decide(gesture({ kind: 'draw', segment: id, mask: right }))
    expect(await list()).toMatchObject([
      { id, mask: right, source: 'drawn', state: 'kept', quality: null, area: 0.25 },
    ])
    await decisions.decide(gesture({ kind: 'relabel', segments: [id], class: classes[2] ?? null }))
    await decisions.decide(gesture({ kind: 'judge', segments: [id], state: 'rejected' }))
    expect(await list()).toMatchObject([{ class: classes[2], state: 'rejected', mask: right }])
    await decisions.undo()
    expect(await list()).toMatchObject([{ class: classes[2], state: 'kept' }])
    await decisions.undo()
    await decisions.undo()
    expect(await list()).toMatchObject([{ class: null, mask: left, quality: 0.9 }])
    await agrees(store)
    await store.close()
  })

  it('merge into one of a new number and split into their parts', async () => {
    const { store, image, classes, list } = await small()
    const finer = drawn(...Array.from({ length: 6 }, () => '......##'))
    await store.decisions.decide(
      adding(segment(image, classes[1]), segment(image, classes[0], finer)),
    )
    const [a, b] = [segmentId.parse(1), segmentId.parse(2)]
    await store.decisions.decide(gesture({ kind: 'merge', segments: [a, b] }))
    const merged = await list()
    expect(merged).toMatchObject([{ id: 3, class: classes[1], source: 'merged', area: 0.75 }])
    expect(merged[0]?.mask).toMatchObject({ width: 8, height: 6 })
    await store.decisions.decide(gesture({ kind: 'split', segment: segmentId.parse(3) }))
    expect(await list()).toMatchObject([
      { id: 4, source: 'split', area: 0.5, class: classes[1] },
      { id: 5, source: 'split', area: 0.25, class: classes[1] },
    ])
    await store.decisions.undo()
    await store.decisions.undo()
    expect((await list()).map(({ id }) => id)).toEqual([a, b])
    await store.decisions.decide(adding(segment(image, null)))
    expect((await list()).at(-1)?.id).toBe(6)
    await agrees(store)
    await store.close()
  })

  it('may be changed several times by one gesture, in order', async () => {
    const { store, image, list } = await small()
    await store.decisions.decide(adding(segment(image, null), segment(image, null, right)))
    const [a, b] = [segmentId.parse(1), segmentId.parse(2)]
    await store.decisions.decide(
      gesture(
        { kind: 'draw', segment: a, mask: both },
        { kind: 'delete', segments: [b] },
        { kind: 'judge', segments: [a], state: 'proposed' },
      ),
    )
    expect(await list()).toMatchObject([{ id: a, mask: both, state: 'proposed' }])
    await store.close()
  })

  it('of images and the gestures about them are told by undo', async () => {
    const { store, images, list } = await small()
    await store.decisions.decide(adding(...images.map((id) => segment(id, null))))
    expect((await store.summary()).undo).toBe('3 segments added')
    expect((await store.segments.ofImages(images)).size).toBe(3)
    expect((await store.decisions.undo()).images.toSorted()).toEqual([...images])
    expect(await list()).toEqual([])
    await store.close()
  })

  it('follow their class through a merge, and back', async () => {
    const { store, image, classes, list } = await small()
    const [cat, dog] = classes
    if (cat === undefined || dog === undefined) throw new Error('too few classes')
    await store.decisions.decide(adding(segment(image, cat), segment(image, dog, right)))
    const merge = { act: 'merge', classes: [cat], into: dog, absent: 'both' } as const
    const edit = { ...merge, classes: [cat] }
    expect(await store.classes.preview(edit)).toMatchObject({ segments: 1 })
    await store.classes.edit(edit)
    expect((await list()).map((one) => one.class)).toEqual([dog, dog])
    await store.decisions.undo()
    expect((await list()).map((one) => one.class)).toEqual([cat, dog])
    await store.decisions.redo()
    await agrees(store)
    await store.close()
  })

  it('of a split class are of the part that their picture was chosen for, or wait with it', async () => {
    const { store, images, classes } = await small()
    const [cat] = classes
    if (cat === undefined) throw new Error('too few classes')
    const [first, second] = images
    await store.decisions.decide(adding(segment(first, cat), segment(second, cat)))
    const into = [{ name: 'lion', images: first === undefined ? [] : [first] }, { name: 'tiger' }]
    const { added } = await store.classes.edit({ act: 'split', class: cat, into })
    const found = await store.segments.ofImages(images)
    expect([...found.values()].flat().map((one) => one.class)).toEqual([added[0], cat])
    await store.decisions.undo()
    const back = await store.segments.ofImages(images)
    expect([...back.values()].flat().map((one) => one.class)).toEqual([cat, cat])
    await agrees(store)
    await store.close()
  })

  it('of a retired class stay, and nobody can give them one', async () => {
    const { store, image, classes, list } = await small()
    const [cat] = classes
    if (cat === undefined) throw new Error('too few classes')
    await store.decisions.decide(adding(segment(image, cat)))
    const retire = { act: 'retire' as const, classes: [cat] }
    expect(await store.classes.preview(retire)).toMatchObject({ segments: 1 })
    await store.classes.edit(retire)
    expect(await list()).toMatchObject([{ class: cat }])
    const refused = { code: 'NOT_FOUND', message: expect.stringContaining('not in use') as string }
    await expect(store.decisions.decide(adding(segment(image, cat)))).rejects.toMatchObject(refused)
    const relabel = gesture({ kind: 'relabel', segments: [segmentId.parse(1)], class: cat })
    await expect(store.decisions.decide(relabel)).rejects.toMatchObject(refused)
    expect(await list()).toHaveLength(1)
    await store.close()
  })

  it('of an import come with its labels, as one step', async () => {
    const { store, images, classes } = await small()
    const labels = images.map((image) => decision(image, classes[0], 'present'))
    const segments = images.map((image) => ({
      ...segment(image, classes[0]),
      source: 'import' as const,
    }))
    await store.decisions.importMany(labels, { segments })
    expect(await store.segments.counts()).toEqual([{ class: classes[0], state: 'kept', n: 3 }])
    await store.decisions.undo()
    expect(await store.segments.counts()).toEqual([])
    await store.close()
  })
})

describe('what no segment can be', () => {
  const runs = (counts: string) => ({ ...left, counts })
  it.each([
    ['runs that do not add up', runs('62'), 'MASK_INVALID', /in all/],
    ['runs that are no text of theirs', runs('6 !'), 'MASK_INVALID', /none of theirs/],
    ['another shape', drawn('##', '..', '..', '..'), 'MASK_INVALID', /does not cover/],
    ['nothing', drawn('....', '....', '....'), 'MASK_INVALID', /empty/],
  ])('a mask of %s is refused and nothing stored', async (_what, mask, code, message) => {
    const { store, image, classes } = await small()
    const label = [decision(image, classes[0], 'present')]
    const input = { ...adding(segment(image, null), segment(image, null, mask)), decisions: label }
    await expect(store.decisions.decide(input)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    })
    expect(await store.segments.counts()).toEqual([])
    expect(await store.decisions.count()).toBe(0)
    expect(await store.revision()).toBe(0)
    await store.close()
  })

  it('an image or a segment that is not there is refused', async () => {
    const { store, image, images } = await small()
    const decide = (input: DecideInput) => store.decisions.decide(input)
    const missing = { code: 'NOT_FOUND' }
    await expect(decide(adding(segment(imageId.parse(99), null)))).rejects.toMatchObject(missing)
    const [id, other] = [segmentId.parse(1), segmentId.parse(2)]
    await expect(decide(gesture({ kind: 'delete', segments: [id] }))).rejects.toMatchObject(missing)
    await decide(adding(segment(image, null), segment(images[1], null)))
    const bad = { code: 'BAD_REQUEST' }
    await expect(decide(gesture({ kind: 'merge', segments: [id, other] }))).rejects.toMatchObject(
      bad,
    )
    await expect(decide(gesture({ kind: 'merge', segments: [id, id] }))).rejects.toMatchObject(bad)
    await expect(decide(gesture({ kind: 'split', segment: id }))).rejects.toMatchObject(bad)
    await expect(decide(gesture())).rejects.toMatchObject(bad)
    await decide(gesture({ kind: 'delete', segments: [id] }))
    const again = gesture({ kind: 'draw', segment: id, mask: left })
    await expect(decide(again)).rejects.toMatchObject(missing)
    await store.close()
  })

  it('a grid of an extreme picture is, down to one pixel', async () => {
    const { store } = await small()
    await store.images.addMany([
      { path: 'a', width: 20_000, height: 3, bytes: 1, mtime: 1 },
      { path: 'b', width: 1, height: 1, bytes: 1, mtime: 1 },
      { path: 'c', width: 1, height: 30_000, bytes: 1, mtime: 1 },
    ])
    const image = async (path: string) => (await store.images.byPath(path))?.id
    const line = drawn('#'.repeat(2048))
    await store.decisions.decide(adding(segment(await image('a'), null, line)))
    await store.decisions.decide(adding(segment(await image('b'), null, drawn('#'))))
    const column = drawn(...Array.from({ length: 2048 }, () => '#'))
    await store.decisions.decide(adding(segment(await image('c'), null, column)))
    expect(await store.segments.counts()).toEqual([{ class: null, state: 'kept', n: 3 }])
    await store.close()
  })
})
