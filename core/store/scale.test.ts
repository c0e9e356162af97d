import { describe, expect, it } from 'vitest'
import type { ClassId, ImageId } from '../contract/ids'
import type { ProjectStore } from './project-store'
import { decision, testProject } from './test-project'
import { adding, segment } from './test-segments'

/** Milliseconds of the processor in each of a few repetitions, sorted: a busy machine adds none. */
async function times(repetitions: number, action: (index: number) => Promise<unknown>) {
  const found: number[] = []
  for (let index = 0; index < repetitions; index += 1) {
    const start = process.cpuUsage()
    await action(index)
    const { user, system } = process.cpuUsage(start)
    found.push((user + system) / 1000)
  }
  return found.sort((a, b) => a - b)
}

const median = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)] ?? Infinity

async function twoLabelsEach(
  store: ProjectStore,
  images: readonly ImageId[],
  classes: readonly ClassId[],
) {
  await store.decisions.importMany(
    images.flatMap((image, row) => [
      decision(image, classes[row % 80], 'present'),
      decision(image, classes[(row + 7) % 80], 'absent'),
    ]),
  )
}

// Bounds are five to ten times what a laptop needs: they catch a lost index, not a slow day.
describe('a project of 100,000 images and 80 classes', () => {
  it('pages, decides and sums up as quickly as a small one', { timeout: 90_000 }, async () => {
    const { store, images, classes } = await testProject(100_000, 80)
    await twoLabelsEach(store, images, classes)
    const page = await times(20, (index) =>
      store.images.page({ order: 'random', status: null, offset: index * 4900, limit: 200 }),
    )
    expect(median(page)).toBeLessThan(50)
    const doors = (['present', 'absent', 'unknown'] as const).map((state) => ({
      ...({ order: 'random', status: null, limit: 200 } as const),
      filter: { class: classes[3], state },
    }))
    for (const door of doors) {
      const opened = await times(5, (index) => store.images.page({ ...door, offset: index * 200 }))
      expect(median(opened)).toBeLessThan(200)
    }
    const decide = await times(20, (index) => {
      const rows = images.slice(index * 40, index * 40 + 40)
      const decisions = rows.map((image) => decision(image, classes[3], 'present'))
      return store.decisions.decide({ view: 'sweep', ms: 900, decisions })
    })
    expect(median(decide)).toBeLessThan(250)
    expect(median(await times(20, () => store.summary()))).toBeLessThan(20)
    const undo = await times(1, () => store.decisions.undo())
    expect(median(undo)).toBeLessThan(500)
    const matrix = await store.labels.matrix()
    expect(matrix.states).toHaveLength(8_000_000)
    expect(median(await times(3, () => store.labels.matrix()))).toBeLessThan(3000)
    await store.close()
  })
})

describe('a project of 200,000 segments', () => {
  it('shows, adds and takes back as quickly as a small one', { timeout: 90_000 }, async () => {
    const { store, images, classes } = await testProject(20_000, 80)
    const ten = images.flatMap((image, row) =>
      Array.from({ length: 10 }, (_, n) => segment(image, classes[(row + n) % 80])),
    )
    await store.decisions.importMany([], { segments: ten })
    const shown = await times(20, (index) =>
      store.segments.ofImages(images.slice(index, index + 1)),
    )
    expect(median(shown)).toBeLessThan(20)
    const added = await times(20, (index) =>
      store.decisions.decide(adding(segment(images[index * 7], classes[1]))),
    )
    expect(median(added)).toBeLessThan(50)
    expect(median(await times(5, () => store.decisions.undo()))).toBeLessThan(50)
    expect(median(await times(5, () => store.segments.counts()))).toBeLessThan(20)
    expect(median(await times(3, () => store.segments.imagesWith('kept')))).toBeLessThan(300)
    const merge = { act: 'merge', absent: 'both' } as const
    const [cat, dog] = classes
    if (cat === undefined || dog === undefined) throw new Error('too few classes')
    const merged = await times(1, () => store.classes.edit({ ...merge, classes: [cat], into: dog }))
    expect(median(merged)).toBeLessThan(1500)
    await store.close()
  })
})
