import { access, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RecipeChoice } from '../contract/training'
import { checkpointPath, readRunScores, runDirectory, tunedBackbone } from './run-files'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { makeProject, seed } from './test-pictures'

const tiny = {
  ...{ method: 'll-r', trains: 'all', backbone: 'tiny-resnet', resolution: 48 },
  ...{ epochs: 2, batch: 8, device: 'wasm' },
} as const satisfies RecipeChoice

async function openProject() {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  const { client } = await openWebDoor(host)
  const { id: project, directory } = await makeProject(client, folder, { pictures: 24 })
  await seed(client, project, 18)
  const train = async (choice: RecipeChoice) => {
    const { job } = await client.training.start({ project, choice })
    const end = await untilEnded(client, job)
    expect(end.failure).toBeNull()
    const [run] = await client.training.runs({ project })
    if (!run) throw new Error('There is no run.')
    return run
  }
  return { folder, host, client, project, directory, train }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

describe('a run that trains its backbone', () => {
  it('leaves scores, a heat map, a classifier, and a backbone for features and further runs', async () => {
    const { folder, host, client, project, directory, train } = await openProject()
    const plan = await client.training.plan({ project, choice: tiny })
    expect(plan.obstacles).toEqual([])
    expect(plan.sentence).toMatch(/random weights/)
    const run = await train(tiny)
    expect(run).toMatchObject({ state: 'done', device: 'wasm', recipe: tiny })
    const own = runDirectory(directory, run.id)
    expect((await readRunScores(own))?.scores.every(Number.isFinite)).toBe(true)
    expect(await exists(checkpointPath(own))).toBe(false)

    const { items } = await client.images.page({
      ...{ project, order: 'folder', status: null, offset: 0, limit: 1 },
    } as const)
    const [first] = items
    const [shape] = await client.classes.list({ project })
    if (!first || !shape) throw new Error('The project is empty.')
    const never = new AbortController().signal
    const heat = await host.services.projects
      .get(project)
      .heatMap(first.id, run.id, shape.id, never)
    expect(heat.subarray(1, 4)).toEqual(Buffer.from('PNG'))

    const taken = join(folder, 'taken away')
    const order = { project, format: 'onnx', directory: taken, run: run.id }
    expect((await untilEnded(client, (await client.exports.start(order)).job)).failure).toBeNull()
    expect((await stat(join(taken, 'classifier.onnx'))).size).toBeGreaterThan(250_000)

    const backbones = await client.training.backbones({ project })
    const tuned = backbones.find(({ title }) => title === 'Run 1’s backbone')
    expect(tuned).toMatchObject({ id: tunedBackbone(own), channels: 64 })
    expect(await client.training.backbones()).toHaveLength(backbones.length - 1)

    const onIt = await train({ method: 'an', epochs: 2, device: 'wasm', backbone: 'run-1' })
    expect(onIt.recipe.backbone).toBe(tuned?.id)
    const further = await train({ ...tiny, backbone: 'run-1', start: 'closed-form' })
    expect(further.state).toBe('done')
    expect(further.epochs).toHaveLength(2)
  }, 120_000)

  it('is not begun where its backbone cannot be trained', async () => {
    const { folder, client, project } = await openProject()
    const obstacles = async (change: RecipeChoice) =>
      (await client.training.plan({ project, choice: { ...tiny, ...change } })).obstacles.join(' ')
    expect(await obstacles({ backbone: 'mini' })).toMatch(/mini cannot be trained.*safetensors/)
    const missing = join(folder, 'gone.safetensors')
    expect(await obstacles({ backbone: missing })).toMatch(/not there/)
    expect(await obstacles({ method: 'ridge' })).toMatch(/solved for/)

    const broken = join(folder, 'broken.safetensors')
    await mkdir(folder, { recursive: true })
    await writeFile(broken, 'nothing')
    const { job } = await client.training.start({ project, choice: { ...tiny, backbone: broken } })
    expect((await untilEnded(client, job)).failure).toMatchObject({ code: 'MODEL_INVALID' })
    const [run] = await client.training.runs({ project })
    expect(run?.state).toBe('failed')
  }, 60_000)
})
