import { expect, test } from 'vitest'
import type { ClassId, ImageId } from '../contract/ids'
import type { DecisionInput, DecisionView } from '../contract/labels'
import { runId } from '../contract/ids'
import { openProjectStore, type ProjectStore } from './project-store'
import { decision, testProject, tickingClock } from './test-project'

async function answer(
  store: ProjectStore,
  decisions: readonly DecisionInput[],
  view: DecisionView = 'sweep',
): Promise<void> {
  await store.decisions.decide({ view, ms: 1000, decisions: [...decisions] })
}

function accepted(image: ImageId | undefined, id: ClassId | undefined, probability: number) {
  return { ...decision(image, id, 'present'), kind: 'accept' as const, probability }
}

test('pairs of present classes and the images that show both', async () => {
  const { store, images, classes } = await testProject(3, 3)
  await answer(store, [
    decision(images[0], classes[0], 'present'),
    decision(images[0], classes[1], 'present'),
    decision(images[1], classes[0], 'present'),
    decision(images[1], classes[1], 'absent'),
  ])
  expect(await store.insights.presentTogether()).toEqual([[classes[0], classes[1]]])
  const [a, b] = classes
  if (a === undefined || b === undefined) throw new Error('no classes')
  expect(await store.insights.imagesTogether(a, b)).toEqual([images[0]])
})

test('promises are counted by source and tenth; what was undone and what had none is left out', async () => {
  const { store, images, classes } = await testProject(5, 1)
  const run = runId.parse('run-1')
  await answer(store, [
    accepted(images[0], classes[0], 0.81),
    { ...decision(images[1], classes[0], 'absent'), probability: 0.85 },
    { ...accepted(images[2], classes[0], 1), run },
    decision(images[3], classes[0], 'absent'),
  ])
  await answer(store, [accepted(images[4], classes[0], 0.1)])
  await store.decisions.undo()
  const promises = await store.insights.promises()
  expect(promises).toMatchObject([
    { source: 'instant', bin: 8, asked: 2, hits: 1 },
    { source: run, bin: 9, asked: 1, hits: 1, promised: 1 },
  ])
  expect(promises[0]?.promised).toBeCloseTo(0.83)
  expect(await store.insights.unpromised()).toBe(1)
  expect(await store.insights.imagesPromised('instant', 8)).toEqual([images[0], images[1]])
})

test('gestures that stand are told with what they were made of', async () => {
  const { store, images, classes } = await testProject(3, 2)
  const seed = { ...decision(images[0], classes[0], 'present'), kind: 'seed' as const }
  await answer(store, [seed], 'label')
  await answer(store, [accepted(images[1], classes[0], 0.5)])
  await answer(store, [decision(images[2], classes[0], 'absent')])
  await store.decisions.undo()
  expect(await store.insights.gestures()).toMatchObject([
    { ms: 1000, last: 1, decisions: 1, seeds: 1, answers: 0, found: 0 },
    { last: 2, seeds: 0, answers: 1, found: 1 },
  ])
  expect(await store.insights.imagesDecided('found', 1, 9)).toEqual([images[1]])
  expect(await store.insights.imagesDecided('seeds', 1, 9)).toEqual([])
})

test('a label judged again after more than a minute is a repeat, sooner a slip', async () => {
  const { directory, store: first, images, classes } = await testProject(2, 1)
  await answer(first, [decision(images[0], classes[0], 'present')])
  await answer(first, [decision(images[1], classes[0], 'present')])
  await answer(first, [decision(images[1], classes[0], 'absent')])
  await first.close()
  const now = tickingClock(1_800_000_100_000)
  const store = await openProjectStore(directory, { mode: 'write', now })
  await answer(store, [decision(images[0], classes[0], 'present')])
  expect(await store.insights.repeats()).toEqual([
    { class: classes[0], repeats: 1, same: 1, slips: 1 },
  ])
  expect(await store.insights.imagesRepeated(null)).toEqual([images[0]])
  await store.close()
})

test('a label is checked while its last decision is the check', async () => {
  const { store, images, classes } = await testProject(2, 1)
  await answer(store, [decision(images[0], classes[0], 'present')], 'check')
  await answer(store, [decision(images[1], classes[0], 'absent')], 'check')
  expect(await store.insights.checked()).toHaveLength(2)
  await answer(store, [decision(images[1], classes[0], 'present')], 'image')
  expect(await store.insights.checked()).toEqual([{ image: images[0], class: classes[0] }])
  await store.decisions.undo()
  expect(await store.insights.checked()).toHaveLength(2)
})
