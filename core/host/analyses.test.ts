import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Figure } from '../contract/analyses'
import { runId } from '../contract/ids'
import { runDirectory } from './run-files'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { makeProject, seed, shapeOf } from './test-pictures'

const PICTURES = 40

/** Two runs of a project, whose truth is what the pictures were drawn with when `hasTruth`. */
async function twoRuns(hasTruth: boolean) {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  const { client } = await openWebDoor(host)
  const { id: project, directory } = await makeProject(client, folder, { pictures: PICTURES })
  await seed(client, project, 30)
  const { store } = host.services.projects.get(project)
  const classes = await client.classes.list({ project })
  if (hasTruth) {
    const images = await store.images.all()
    const shapes = new Map(classes.map(({ name, id }) => [name, id]))
    await store.truth.set(
      images.flatMap(({ id: image }, n) => {
        const label = shapes.get(shapeOf(n))
        return label === undefined ? [] : [{ image, class: label }]
      }),
    )
  }
  for (const method of ['an', 'em']) {
    const choice = { method, epochs: 4, batch: 8, device: 'wasm' } as const
    const { job } = await client.training.start({ project, choice })
    expect((await untilEnded(client, job)).failure).toBeNull()
  }
  const runs = (await client.training.runs({ project })).map(({ id }) => id).toReversed()
  const ask = (what: Figure['what'], label: (typeof classes)[number]['id'] | null = null) =>
    client.analyses.figure({ project, runs, what, class: label })
  return { client, project, directory, runs, classes, ask }
}

describe('figures of runs whose truth is known', () => {
  it('compares epochs, distributions and landscapes, and saves them as pictures', async () => {
    const { client, project, directory, runs, classes, ask } = await twoRuns(true)
    const epochs = await ask('epochs')
    expect(epochs.runs.map(({ name }) => name)).toEqual([
      'Run 1: Assume negative',
      'Run 2: Entropy maximisation',
    ])
    const loss = epochs.panels.find(({ title }) => title === 'Loss')
    expect(loss?.lines.map(({ x }) => x)).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ])

    const [circle] = classes
    const spread = await ask('distribution', circle?.id ?? null)
    expect(spread.title).toContain('circle')
    expect(spread.panels[0]?.lines.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^Observed positives \(10,/),
      expect.stringMatching(/^All positives \(14,/),
      expect.stringMatching(/^True negatives \(26,/),
    ])

    const { panels, notes } = await ask('landscape')
    expect(notes).toEqual([expect.stringMatching(/no validation pictures/)])
    expect(panels[0]?.lines).toHaveLength(2)
    for (const { y } of panels[0]?.lines ?? []) {
      // Cross-entropy is convex along a line: every value lies below the mean of its neighbours.
      const [first = 0, middle = 0, last = 0] = [y[0], y[20], y[40]].map(Number)
      expect(y).toHaveLength(41)
      expect(middle).toBeGreaterThan(0)
      expect((first + last) / 2).toBeGreaterThan(middle)
    }

    const question = { project, runs, what: 'landscape' as const, class: null }
    const svg = await client.analyses.picture({ ...question, format: 'svg' })
    expect(Buffer.from(svg.base64, 'base64').toString()).toMatch(/^<svg [^]*Loss landscapes/)
    const png = await client.analyses.picture({ ...question, format: 'png' })
    expect(Buffer.from(png.base64, 'base64').subarray(1, 4).toString()).toBe('PNG')

    // A run whose files are gone is named and left out; the other keeps its colour.
    const [first] = runs
    await rm(runDirectory(directory, first ?? runId.parse('none')), { recursive: true })
    const rest = await ask('landscape')
    expect(rest.notes[0]).toMatch(/^Run 1: .* is left out/)
    expect(rest.panels[0]?.lines.map(({ look }) => look)).toEqual([1])
  })
})

describe('figures of a real project', () => {
  it('shows what needs no truth, and says why the rest is missing', async () => {
    const { client, project, runs, ask } = await twoRuns(false)
    const { panels } = await ask('epochs')
    const missing = (title: string) => panels.find((panel) => panel.title === title)?.missing
    expect(missing('Loss')).toBe('')
    expect(missing('Pseudo-labels')).toBe('')
    expect(missing('mAP')).toMatch(/truth/)
    expect((await ask('landscape')).panels[0]?.missing).toMatch(/truth/)
    expect((await ask('gap')).panels.every((panel) => /truth/.test(panel.missing))).toBe(true)
    expect((await ask('distribution')).panels[0]?.lines.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^Observed positives \(30,/),
      expect.stringMatching(/^Unknown \(90,/),
    ])
    const unknown = [...runs, runId.parse('run-9')]
    const question = { project, runs: unknown, what: 'epochs' as const, class: null }
    await expect(client.analyses.figure(question)).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    })
  })
})
