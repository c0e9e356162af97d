import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { DeviceInfo } from '../contract/compute-devices'
import type { RecipeChoice } from '../contract/training'
import { checkInProcess } from './devices/check-in-process'
import { crashed } from './devices/crashed'
import {
  childrenOf,
  useNativeTensorflow,
  useSoftwareAdapter,
  withoutAdapter,
  withoutNative,
} from './test-devices'
import { builtFolder, openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded, untilSnapshot } from './test-jobs'
import { makeProject, seed } from './test-pictures'

beforeAll(useSoftwareAdapter)
// Every host of these tests tests its devices anew, one process after the other.
vi.setConfig({ testTimeout: 120_000 })

const never = new AbortController().signal

describe('the devices of a machine', () => {
  it('are tested once and remembered; each says what it is, or why not and what to do', async () => {
    const data = await temporaryFolder()
    const { client } = await openWebDoor(startHost(data))
    const devices = await client.training.devices()
    expect(devices.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['tensorflow-gpu', 'webgpu', 'tensorflow-cpu', 'wasm', 'cpu']),
    )
    expect(devices.filter(({ chosen }) => chosen)).toHaveLength(1)
    for (const { usable, checking, reason, advice } of devices) {
      expect(checking).toBe(false)
      expect(reason).toMatch(/\w/)
      if (!usable) expect(advice).toMatch(/\w/)
    }
    for (const everywhere of ['wasm', 'cpu']) {
      const device = devices.find(({ id }) => id === everywhere)
      expect(device).toMatchObject({ usable: true, trainsAll: true })
    }

    // What is kept is believed as long as the machine is the same.
    const file = join(data, 'devices.json')
    const kept = await readFile(file, 'utf8')
    await writeFile(file, kept.replace('Runs everywhere', 'Remembered'))
    const later = await openWebDoor(startHost(data))
    const [cpu] = (await later.client.training.devices()).slice(-1)
    expect(cpu?.reason).toMatch(/^Remembered/)
    await later.client.devices.check()
    const [again] = (await later.client.training.devices()).slice(-1)
    expect(again?.reason).toMatch(/^Runs everywhere/)
  })

  it('are told one by one as their tests end, and follow the setting', async () => {
    const { client } = await openWebDoor(startHost(await temporaryFolder()))
    const seen: DeviceInfo[][] = []
    for await (const devices of await client.devices.watch()) {
      seen.push(devices)
      if (devices.every(({ checking }) => !checking)) break
    }
    expect(seen[0]?.some(({ checking }) => checking)).toBe(true)
    expect(seen.length).toBeGreaterThan(2)
    await client.app.changeSettings({ device: 'cpu' })
    const chosen = (await client.training.devices()).find((one) => one.chosen)
    expect(chosen?.id).toBe('cpu')
  })

  it.skipIf(withoutAdapter !== '')('a software adapter is right, and never chosen', async () => {
    const { client } = await openWebDoor(startHost(await temporaryFolder()))
    const devices = await client.training.devices()
    expect(devices.find(({ id }) => id === 'webgpu')).toMatchObject({
      ...{ usable: true, software: true, trainsAll: true, chosen: false },
    })
  })
})

describe('a self-test in a process', () => {
  const place = { workers: builtFolder, env: {} }

  it('that gives no answer is a device that cannot be used', async () => {
    const checked = await checkInProcess('wasm', { ...place, patience: 1 }, never)
    expect(checked).toMatchObject({
      usable: false,
      reason: expect.stringMatching(/no answer/) as string,
    })
    expect(checked.advice).not.toBe('')
  })

  it('that crashes is one too, in words', async () => {
    const file = join(await temporaryFolder(), 'device-worker.js')
    await writeFile(file, 'process.stderr.write("Check failed: no card\\n"); process.abort()')
    const workers = new URL(`file://${file}`)
    const checked = await checkInProcess('webgpu', { ...place, workers }, never)
    expect(checked.usable).toBe(false)
    expect(checked.reason).toBe(
      'Its self-test crashed (SIGABRT). Its last words: Check failed: no card',
    )
    expect(crashed('WebGPU', { why: 'SIGKILL', lastWords: '' }).message).toMatch(/memory/)
  })
})

const recipe: RecipeChoice = { method: 'an', epochs: 6, batch: 8, seed: 3 }

async function openProject() {
  const folder = await temporaryFolder()
  const { client } = await openWebDoor(startHost(join(folder, 'data')))
  const { id: project } = await makeProject(client, folder, { pictures: 24 })
  await seed(client, project, 20)
  const train = async (choice: RecipeChoice) => {
    const { job } = await client.training.start({ project, choice })
    expect((await untilEnded(client, job)).failure).toBeNull()
    const [run] = await client.training.runs({ project })
    if (!run) throw new Error('There is no run.')
    return run
  }
  return { client, project, train }
}

describe('a training', () => {
  it.skipIf(withoutAdapter !== '')('gives on WebGPU the curve that it gives on WASM', async () => {
    const { train } = await openProject()
    await expectSameCurve(train, 'webgpu')
  })

  it.skipIf(withoutNative !== '')(
    'gives on TensorFlow the curve that it gives on WASM',
    async () => {
      useNativeTensorflow()
      const { train } = await openProject()
      await expectSameCurve(train, 'tensorflow-cpu')
    },
  )

  it('that was stopped goes on on another device', async () => {
    const { client, project } = await openProject()
    const choice = { ...recipe, method: 'em', epochs: 400, batch: 1, device: 'cpu' } as const
    const { job } = await client.training.start({ project, choice })
    await untilSnapshot(
      client,
      ({ id, step, done }) => id === job && step === 'training' && done > 200,
    )
    await client.jobs.cancel({ job })
    await untilEnded(client, job)
    const [{ id: resume } = { id: undefined }] = await client.training.runs({ project })
    const again = { project, choice: {}, resume, device: 'wasm' } as const
    const end = await untilEnded(client, (await client.training.start(again)).job)
    expect(end.failure).toBeNull()
    const [run] = await client.training.runs({ project })
    expect(run).toMatchObject({ state: 'done', device: 'wasm', recipe: { device: 'cpu' } })
    expect(run?.notes?.at(-1)).toMatch(/^From epoch \d+ on it ran on WebAssembly/)
  })

  it.skipIf(withoutAdapter !== '' || process.platform !== 'linux')(
    'whose device crashes takes nobody along, keeps its checkpoint, and offers the next device',
    async () => {
      const { client, project } = await openProject()
      const choice = { ...recipe, epochs: 5000, device: 'webgpu' } as const
      const before = new Set(childrenOf(process.pid))
      const { job } = await client.training.start({ project, choice })
      await untilSnapshot(
        client,
        ({ id, step, done }) => id === job && step === 'training' && done > 12,
      )
      const [worker] = childrenOf(process.pid).filter((pid) => !before.has(pid))
      if (worker === undefined) throw new Error('There is no process of its own.')
      process.kill(worker, 'SIGSEGV')
      const end = await untilEnded(client, job)
      expect(end).toMatchObject({ state: 'failed', resumable: true })
      expect(end.failure).toMatchObject({
        code: 'DEVICE_FAILED',
        message: 'WebGPU crashed (SIGSEGV).',
        advice: expect.stringMatching(/last checkpoint on \w+.*differ slightly/) as string,
      })
      const [run] = await client.training.runs({ project })
      expect(run).toMatchObject({ state: 'failed', device: 'webgpu' })
    },
  )
})

async function expectSameCurve(
  train: (choice: RecipeChoice) => Promise<{ device: string; epochs: { loss: number }[] }>,
  device: 'webgpu' | 'tensorflow-cpu',
) {
  const plain = await train({ ...recipe, device: 'wasm' })
  const other = await train({ ...recipe, device })
  expect(other.device).toBe(device)
  other.epochs.forEach(({ loss }, epoch) => {
    expect(loss / (plain.epochs[epoch]?.loss ?? Number.NaN)).toBeCloseTo(1, 3)
  })
}
