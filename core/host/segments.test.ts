import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImageId, ProjectId } from '../contract/ids'
import type { Mask, SegmentPrompt } from '../contract/segments'
import { cutTree } from '../kernel/mask/cut-tree'
import { decodeRle, rleArea } from '../kernel/mask/rle'
import { renderSvg } from '../inference/render-svg'
import { type Client, connect, openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded, untilFeatures, untilSnapshot } from './test-jobs'
import { makeProject, seed } from './test-pictures'

const nothing: SegmentPrompt = { points: [], box: null, strokes: [], previous: null }
const middle = { x: 0.5, y: 0.5 }
const click = (at = middle, positive = true): SegmentPrompt => ({
  ...nothing,
  points: [{ at, positive }],
})
const around: SegmentPrompt = { ...nothing, box: { x0: 0.1, y0: 0.1, x1: 0.6, y1: 0.8 } }

/** A project of twelve pictures of shapes, read and looked at. */
async function opened(pictures = 12) {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  const door = await openWebDoor(host)
  const { id: project } = await makeProject(door.client, folder, { pictures })
  return { ...door, host, project, folder, images: await imagesOf(door.client, project) }
}

async function imagesOf(client: Client, project: ProjectId): Promise<ImageId[]> {
  const all = { order: 'folder', status: null, offset: 0, limit: 200 } as const
  return (await client.images.page({ project, ...all })).items.map(({ id }) => id)
}

function first<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined) throw new Error('There is nothing.')
  return item
}

/** Whether a mask has the pixel at a place. */
function holds(mask: Mask, { x, y }: { x: number; y: number }): boolean {
  const { width, height, data } = decodeRle(mask)
  return data[Math.floor(y * height) * width + Math.floor(x * width)] === 1
}

describe('prompts', () => {
  it('are answered by masks on the picture, refined by further clicks, and kept as one gesture', async () => {
    const { client, project, images } = await opened(3)
    const image = first(images)
    const asked = { project, image, model: null }
    const answer = await client.segments.prompt({ ...asked, prompt: click({ x: 0.25, y: 0.35 }) })
    expect(answer.model).toBe('basic')
    const best = first(answer.choices)
    expect(best.mask).toMatchObject({ width: 96, height: 72 })
    expect(holds(best.mask, { x: 0.25, y: 0.35 })).toBe(true)
    const prompt: SegmentPrompt = {
      ...click({ x: 0.25, y: 0.35 }),
      points: [
        { at: { x: 0.25, y: 0.35 }, positive: true },
        { at: { x: 0.9, y: 0.9 }, positive: false },
      ],
      previous: { answer: answer.answer, choice: 0 },
    }
    const refined = await client.segments.prompt({ ...asked, prompt })
    expect(holds(first(refined.choices).mask, { x: 0.9, y: 0.9 })).toBe(false)
    // An answer that is forgotten, or of another picture, refines nothing and stops nobody.
    const old = { ...prompt, previous: { answer: 'long ago', choice: 3 } }
    await expect(client.segments.prompt({ ...asked, prompt: old })).resolves.toBeDefined()

    const { id: cls } = first(await client.classes.list({ project }))
    const segment = { image, class: cls, state: 'kept', source: 'prompts', model: 'basic' } as const
    await client.labels.decide({
      ...{ project, view: 'segment', ms: 900 },
      decisions: [{ image, class: cls, kind: 'seed', state: 'present', point: middle }],
      segments: [{ kind: 'add', segments: [{ ...segment, mask: best.mask }] }],
    })
    expect(await client.segments.list({ project, image })).toMatchObject([segment])
    expect((await client.projects.summary({ project })).undo).toBe('1 decision and 1 segment added')
    expect((await client.labels.undo({ project })).images).toEqual([image])
    expect(await client.segments.list({ project, image })).toEqual([])
  })

  it('by box and by scribble find something too', async () => {
    const { client, project, images } = await opened(2)
    const asked = { project, image: first(images), model: null }
    const points = [
      { x: 0.2, y: 0.3 },
      { x: 0.3, y: 0.4 },
    ]
    const scribble = { ...nothing, strokes: [{ points, positive: true, width: 0.02 }] }
    for (const prompt of [around, scribble]) {
      const { choices } = await client.segments.prompt({ ...asked, prompt })
      expect(rleArea(first(choices).mask)).toBeGreaterThan(0)
    }
  })

  it('give way to the newest one of their window, and to no other window', async () => {
    const { client, host, origin, token, project, images } = await opened(2)
    const other = await connect(origin, token)
    const asked = { project, image: first(images), model: null }
    const older = Array.from({ length: 5 }, () =>
      client.segments.prompt({ ...asked, prompt: around }).then(
        () => 'answered',
        (error: unknown) => String(error),
      ),
    )
    const elsewhere = other.segments.prompt({ ...asked, prompt: around })
    const newest = client.segments.prompt({ ...asked, prompt: click() })
    expect((await newest).choices).toBeInstanceOf(Array)
    expect((await elsewhere).choices.length).toBeGreaterThan(0)
    for (const one of await Promise.all(older)) expect(one).toContain('newer')
    await host.close()
  })

  it('that point at nothing are refused in words', async () => {
    const { client, project, images } = await opened(2)
    const asked = { project, image: first(images), model: null }
    const outside = { ...nothing, box: { x0: 1.2, y0: 0.2, x1: 1.9, y1: 0.8 } }
    for (const prompt of [outside, nothing, click(middle, false)]) {
      await expect(client.segments.prompt({ ...asked, prompt })).rejects.toMatchObject({
        data: { code: 'BAD_REQUEST' },
      })
    }
    const far = { ...nothing, points: [{ at: { x: 3, y: 0 }, positive: true }] }
    await expect(client.segments.prompt({ ...asked, prompt: far })).rejects.toThrow()
    await expect(
      client.segments.prompt({ ...asked, model: 'no-such', prompt: click() }),
    ).rejects.toMatchObject({ data: { code: 'MODEL_MISSING' } })
  })
})

describe('pictures read ahead', () => {
  it('are kept on disk, as far as the settings allow, until somebody clears them', async () => {
    const { client, project, images } = await opened(3)
    const { directory } = await client.projects.reopen({ project })
    const kept = async () => {
      const names = await readdir(join(directory, 'embeddings', 'basic')).catch(() => [])
      return names.map((name) => Number(name.split('-')[0])).sort((a, b) => a - b)
    }
    await client.segments.ahead({ project, images, model: null })
    await expect.poll(kept, { timeout: 20_000 }).toEqual(images)
    await client.storage.clear({ project, part: 'embeddings' })
    expect(await kept()).toEqual([])
    await client.app.changeSettings({ embeddingBytes: 0 })
    // Still in memory, and never again on disk.
    const asked = { project, image: first(images), model: null }
    await client.segments.prompt({ ...asked, prompt: click() })
    expect(await kept()).toEqual([])
  })
})

/** Pictures as nobody wishes for. */
const odd = {
  'one.png': [1, 1],
  'wide.png': [4000, 3],
  'tall.png': [2, 3000],
  'large.jpg': [9000, 6000],
} as const

describe('odd pictures', () => {
  it('are cut like any other, or refused with the reason', { timeout: 120_000 }, async () => {
    const { client, project, folder } = await opened(2)
    const pictures = join(folder, 'pictures')
    for (const [name, [width, height]] of Object.entries(odd)) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#eee"/><rect width="${width / 2}" height="${height}" fill="#a33"/></svg>`
      await writeFile(join(pictures, name), await renderSvg(svg, width, height))
    }
    const { job } = await client.projects.rescan({ project })
    await untilEnded(client, job)
    for (const [name, [width, height]] of Object.entries(odd)) {
      const found = await client.images.find({ project, text: name })
      const asked = { project, image: first(found).id, model: null }
      const { choices } = await client.segments.prompt({
        ...asked,
        prompt: { ...nothing, box: { x0: 0, y0: 0, x1: 0.5, y1: 1 } },
      })
      for (const { mask } of choices) {
        expect(Math.max(mask.width, mask.height)).toBe(Math.min(2048, Math.max(width, height)))
        const add = { image: asked.image, class: null, state: 'kept', source: 'prompts' } as const
        const segments = [{ kind: 'add' as const, segments: [{ ...add, mask }] }]
        await client.labels.decide({ project, view: 'segment', ms: 1, decisions: [], segments })
      }
    }
    const image = first(await client.images.find({ project, text: '00.jpg' })).id
    await writeFile(join(pictures, '00.jpg'), 'no picture any more')
    const broken = { project, image, model: null, prompt: click() }
    await expect(client.segments.prompt(broken)).rejects.toMatchObject({
      data: { code: 'IMAGE_UNREADABLE' },
    })
  })
})

/** Pictures of a few pixels: everything in them is asked for with a few points. */
async function openedTiny(pictures: number) {
  const folder = await temporaryFolder()
  const images = join(folder, 'pictures')
  await mkdir(images)
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#eee"/><rect width="2" height="3" fill="#a33"/></svg>'
  for (let n = 0; n < pictures; n++) {
    await writeFile(join(images, `${n}.png`), await renderSvg(svg, 4, 3))
  }
  const host = startHost(join(folder, 'data'))
  const { client } = await openWebDoor(host)
  const { id: project } = await client.projects.create({ name: 'Tiny', images, classes: ['red'] })
  await untilFeatures(client)
  return { host, client, project, pictures: images, images: await imagesOf(client, project) }
}

describe('everything', { timeout: 90_000 }, () => {
  it('in a picture is cut once and then remembered', async () => {
    const { client, project, images } = await openedTiny(1)
    const asked = { project, image: first(images), model: null }
    const tree = await client.segments.everything(asked)
    expect(tree.model).toBe('basic')
    const groups = cutTree(tree.merges, tree.leaves.length, 0.7)
    expect(groups.flat()).toHaveLength(tree.leaves.length)
    for (const { mask } of tree.leaves) expect(mask).toMatchObject({ width: 4, height: 3 })
    const started = performance.now()
    expect(await client.segments.everything(asked)).toEqual(tree)
    expect(performance.now() - started).toBeLessThan(400)
  })

  it('of a project goes on where it was cancelled, and skips what cannot be read', async () => {
    const { client, project, pictures } = await openedTiny(12)
    await writeFile(join(pictures, '5.png'), 'broken')
    const { job } = await client.segments.everythingAll({ project, model: 'basic' })
    const { done } = await untilSnapshot(client, (one) => one.id === job && one.done >= 2)
    await client.jobs.cancel({ job })
    expect(await untilEnded(client, job)).toMatchObject({ state: 'cancelled', resumable: true })
    const again = await client.jobs.resume({ job })
    const begun = await untilSnapshot(client, (one) => one.id === again.job && one.done > 0)
    expect(begun.done).toBeGreaterThanOrEqual(done)
    expect(await untilEnded(client, again.job)).toMatchObject({
      ...{ state: 'done', done: 12, total: 12, kind: 'segment' },
      result: { pictures: 12, unreadable: 1 },
    })
    expect(await client.images.problems({ project })).toMatchObject([{ path: '5.png' }])
    const rest = await client.segments.everythingAll({ project, model: null })
    expect((await untilEnded(client, rest.job)).result).toMatchObject({
      segments: 0,
      unreadable: 1,
    })
  })
})

describe('evidence', () => {
  it('is the mask that a class prompts, and its outline', async () => {
    const { client, host, project, images } = await opened()
    await seed(client, project, 9)
    const cls = first(await client.classes.list({ project })).id
    const image = images[9]
    if (image === undefined) throw new Error('too few pictures')
    const asked = { project, image, class: cls, source: 'instant' } as const
    const evidence = await client.segments.evidence(asked)
    expect(evidence.model).toBe('basic')
    expect(evidence.peaks.length).toBeGreaterThan(0)
    expect(evidence.mask).toMatchObject({ width: 96, height: 72 })
    expect(evidence.reliability).toBeCloseTo(
      (evidence.stability ?? 0) * (evidence.activation ?? 0),
      6,
    )
    const started = performance.now()
    expect(await client.segments.evidence(asked)).toEqual(evidence)
    expect(performance.now() - started).toBeLessThan(100)
    const address = `/media/${encodeURIComponent(project)}/${image}/contour/instant/${cls}`
    const { status, type, body } = await host.media(address, new AbortController().signal)
    expect({ status, type }).toEqual({ status: 200, type: 'image/svg+xml' })
    expect(Buffer.from(body).toString()).toMatch(/^<svg .*viewBox="0 0 96 72".*<path d="M\d/)
  })
})

describe('the next picture to cut', () => {
  it('is the one most alike that nobody has given a segment', async () => {
    const { client, project, images } = await opened(9)
    const image = first(images)
    const nearest = async () => (await client.segments.similar({ project, image })).image
    const found = await nearest()
    expect(found).not.toBe(image)
    const mask = first(
      (await client.segments.prompt({ project, image, model: null, prompt: around })).choices,
    ).mask
    const segments = images
      .filter((id) => id !== image)
      .map((id) => ({ image: id, class: null, state: 'kept', source: 'copied', mask }) as const)
    const add = (some: typeof segments) =>
      client.labels.decide({
        ...{ project, view: 'segment', ms: 1, decisions: [] },
        segments: [{ kind: 'add', segments: some }],
      })
    await add(segments.filter((one) => one.image === found))
    expect(await nearest()).not.toBe(found)
    await add(segments)
    expect(await nearest()).toBeNull()
  })
})
