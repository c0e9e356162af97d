import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { FeatureCache } from '../features/feature-cache'
import { lookHere } from '../features/look-at'
import { openBackbone } from '../inference/backbones'
import { InferenceService } from './inference-service'
import { hideSoftwareAdapter } from './test-devices'
import { builtFolder, temporaryFolder } from './test-host'
import { drawPictures } from './test-pictures'

beforeAll(hideSoftwareAdapter)

const mini = { backbone: 'mini', side: 64 }

/** So many pictures and the order to look at them, into an empty cache. */
async function work(count: number, side = mini.side) {
  const folder = await temporaryFolder()
  const root = join(folder, 'pictures')
  await drawPictures(root, count)
  const images = Array.from({ length: count }, (_, i) => ({
    ...{ id: i + 1, path: `${String(i).padStart(2, '0')}.jpg` },
    size: { width: 96, height: 72 },
  }))
  const featuresDirectory = join(folder, 'features')
  const views = ['plain'] as const
  return { ...mini, side, root, images, featuresDirectory, views, maps: [], cells: true }
}

function service(): InferenceService {
  const inference = new InferenceService(builtFolder)
  onTestFinished(() => inference.stop())
  return inference
}

const unhindered = () => new AbortController().signal

describe('features computed by several threads', () => {
  it('are those that one network computes alone, whatever their number', async () => {
    const [inference, order] = [service(), await work(90)]
    const told: number[] = []
    const { failed, note } = await inference.extract(order, unhindered(), ({ done }) => {
      told.push(done)
    })
    expect([failed, note, told.at(-1)]).toEqual([[], null, 90])
    expect(told).toEqual(told.toSorted((a, b) => a - b))

    const shape = await inference.shape(mini)
    const cache = await FeatureCache.open(order.featuresDirectory, shape)
    const backbone = await openBackbone('mini', { threads: 1 })
    const looker = lookHere(backbone, shape, 1)
    for (const id of [1, 45, 90]) {
      const path = join(order.root, `${String(id - 1).padStart(2, '0')}.jpg`)
      const image = { id, path, views: order.views }
      const [alone] = await looker.look([image], { maps: [], cells: true })
      if (alone === undefined || !('rows' in alone)) throw new Error('nothing was seen')
      const pooled = await cache.pooled.readHalves([id])
      expect(pooled).toEqual(alone.rows[0]?.pooled)
      expect(await (await cache.cells()).readHalves([id])).toEqual(alone.rows[0]?.cells)
    }
    await cache.close()
    await backbone.close()
  })

  it('lie side by side for two resolutions', async () => {
    const [inference, order] = [service(), await work(20)]
    for (const side of [64, 96]) await inference.extract({ ...order, side }, unhindered(), () => 0)
    for (const side of [64, 96]) {
      const shape = await inference.shape({ ...mini, side })
      const cache = await FeatureCache.open(order.featuresDirectory, shape)
      expect([cache.shape.positions, cache.pooled.size]).toEqual([(side / 32) ** 2, 20])
      await cache.close()
    }
    const told: number[] = []
    await inference.extract(order, unhindered(), ({ done }) => told.push(done))
    expect(told[0]).toBe(20)
  })

  it('are stopped when they are called off, and the threads with them', async () => {
    const [inference, order] = [service(), await work(90, 224)]
    const stop = new AbortController()
    const computed = inference.extract(order, stop.signal, ({ done }) => {
      if (done >= 8) stop.abort()
    })
    await expect(computed).rejects.toMatchObject({ code: 'CANCELLED' })
    let first = 0
    await inference.extract(order, unhindered(), ({ done }) => {
      first ||= done
    })
    expect(first).toBeGreaterThanOrEqual(8)
    expect(first).toBeLessThan(90)
  })

  it('are computed by the processor where the card that was chosen does not work', async () => {
    const inference = service()
    const broken = (await inference.providers()).find(({ usable }) => !usable)
    if (!broken) return // Both kinds of cards work here; then nothing falls back.
    const order = await work(40)
    const { failed, note } = await inference.extract(
      { ...order, provider: broken.id },
      unhindered(),
      () => undefined,
    )
    expect(failed).toEqual([])
    expect(note).toMatch(/^The graphics card failed, the processor went on: /)
  })
})

describe('what features can be computed with', () => {
  it('is tested, one is chosen, and the rest say why not', async () => {
    const providers = await service().providers()
    expect(providers.map(({ id }) => id)).toEqual(['cuda', 'webgpu', 'cpu'])
    expect(providers.filter(({ chosen }) => chosen)).toHaveLength(1)
    for (const { usable, reason, advice } of providers) {
      expect(reason).toMatch(/\.$/)
      expect(advice === '').toBe(usable)
    }
  })
})

const cli = fileURLToPath(new URL('cli.js', builtFolder))
const line = z.object({
  ...{ kind: z.string(), done: z.number().optional(), code: z.string().optional() },
  images: z.number().optional(),
})

/** The command as a process, with what it prints as JSON. */
function command(child: ChildProcess) {
  let printed = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = () =>
    printed
      .split('\n')
      .slice(0, -1)
      .map((text) => line.parse(JSON.parse(text)))
  return { child, lines, ended: once(child, 'close'), done: () => lines().at(-1)?.done ?? 0 }
}

/** A project of so many pictures, and its features as a command. */
async function project(pictures: number) {
  const folder = await temporaryFolder()
  await drawPictures(join(folder, 'pictures'), pictures)
  const env = { ...process.env, SINGLET_DATA_DIR: join(folder, 'data') }
  const options: SpawnOptions = { env, stdio: ['ignore', 'pipe', 'ignore'] }
  const directory = join(folder, 'project')
  const images = join(folder, 'pictures')
  const made = [cli, 'new', directory, '--images', images, '--classes', 'a,b', '--json']
  await command(spawn(process.execPath, made, options)).ended
  const words = [cli, 'features', directory, '--resolution', '160', '--json']
  return {
    start: () => command(spawn(process.execPath, words, options)),
    /** With files of at most so many blocks of 1024 bytes: the nearest to a full disk. */
    startLimited: (blocks: number) => {
      const limited = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`
      return command(spawn('bash', ['-c', limited, process.execPath, ...words], options))
    },
  }
}

// Each starts the command three times.
describe('features', { timeout: 90_000 }, () => {
  it('go on after a sudden end where they were', async () => {
    const { start } = await project(260)
    const killed = start()
    await expect.poll(killed.done, { timeout: 40_000, interval: 10 }).toBeGreaterThan(130)
    killed.child.kill('SIGKILL')
    await killed.ended
    const again = start()
    await again.ended
    const [first] = again.lines()
    expect(first?.done).toBeGreaterThanOrEqual(64)
    expect(first?.done).toBeLessThan(260)
    expect(again.lines().at(-1)).toMatchObject({ kind: 'summary', images: 260 })
  })

  it.runIf(process.platform === 'linux')(
    'on a disk without room end with DISK_FULL, and go on where they were once there is',
    async () => {
      const { start, startLimited } = await project(200)
      const full = startLimited(4000)
      await full.ended
      expect(full.lines().at(-1)).toMatchObject({ kind: 'error', code: 'DISK_FULL' })
      const again = start()
      await again.ended
      expect(again.lines()[0]?.done).toBeGreaterThanOrEqual(64)
      expect(again.lines().at(-1)).toMatchObject({ kind: 'summary', images: 200 })
    },
  )
})
