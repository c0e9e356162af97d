import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSamNetwork } from '../sam/sam-network'
import { writeTestSam } from '../sam/test-models'
import type { TestKind } from '../sam/test-models'
import { installedModel } from './installed'
import { listSegmenters } from './list-segmenters'
import { pullModel } from './pull-model'
import type { PullOptions } from './pull-model'
import { removeModel, verifyModel } from './remove-model'
import { send, serveModel } from './test-source'

const quiet = new AbortController().signal
const patience = { silenceMs: 5000, tries: 3, pauseMs: 1 }
const hasFull = await access('/dev/full').then(
  () => true,
  () => false,
)

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-models-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function setUp(kind: TestKind = 'mobile-sam') {
  const source = await serveModel(await writeTestSam(await temporary(), kind))
  onTestFinished(() => source.close())
  const home = join(await temporary(), 'models')
  const pull = (options: PullOptions = {}, signal = quiet) =>
    pullModel(home, 'tiny', { models: source.models, patience, ...options }, signal)
  return { source, home, pull }
}

it('fetches every file once, tells how far it is, and what it fetched can be used', async () => {
  const { source, home, pull } = await setUp()
  const told: number[] = []
  let whole = 0
  const model = await pull({
    onProgress: (done, total) => {
      told.push(done)
      whole = total
    },
  })
  expect(source.asked).toHaveLength(2)
  expect(told.at(-1)).toBe(whole)
  expect([...told].sort((a, b) => a - b)).toEqual(told)
  expect(await installedModel(home, 'tiny')).toEqual(model)
  const network = await openSamNetwork(model, { threads: 1 })
  await network.close()
  await pull()
  expect(source.asked).toHaveLength(2)
  expect(await verifyModel(home, 'tiny', quiet)).toEqual([])
})

it('goes on where it was cancelled', async () => {
  const { source, home, pull } = await setUp()
  const stop = new AbortController()
  source.answer((_, response, content) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, 1000))
  })
  const onProgress = (done: number) => {
    if (done >= 1000) stop.abort(new Error('called off'))
  }
  await expect(pull({ onProgress }, stop.signal)).rejects.toThrow('called off')
  expect((await listSegmenters(home)).find(({ id }) => id === 'tiny')).toBeUndefined()
  source.answer(null)
  await pull()
  expect(source.asked[1]).toMatch(/bytes=1000-$/)
  expect(await verifyModel(home, 'tiny', quiet)).toEqual([])
})

it('goes on by itself when the connection is cut, as long as something comes', async () => {
  const { source, home, pull } = await setUp()
  source.answer((request, response, content) => {
    const from = Number(/(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (from + 2000 >= content.length) {
      send(request, response, content)
      return
    }
    const range = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': content.length - from, ...range })
    response.write(content.subarray(from, from + 2000))
    // What has been sent arrives before the end of the connection does.
    setTimeout(() => response.destroy(), 20)
  })
  await pull()
  expect(source.asked.length).toBeGreaterThan(4)
  expect(await verifyModel(home, 'tiny', quiet)).toEqual([])
})

it('gives up when nothing comes any more, and keeps what came', async () => {
  const { source, home, pull } = await setUp()
  source.answer((_, response, content) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, 500))
    source.answer((_request, broken) => broken.destroy())
    setTimeout(() => response.destroy(), 20)
  })
  await expect(pull()).rejects.toMatchObject({
    code: 'DOWNLOAD_FAILED',
    advice: expect.stringContaining('what has arrived is kept') as unknown,
  })
  const [part] = await readdir(join(home, 'tiny'))
  expect((await stat(join(home, 'tiny', part ?? ''))).size).toBe(500)
})

it('does not wait for ever for a connection that falls silent', async () => {
  const { source, pull } = await setUp()
  source.answer(() => undefined)
  const failing = pull({ patience: { silenceMs: 50, tries: 2, pauseMs: 1 } })
  await expect(failing).rejects.toThrow('fell silent')
  expect(source.asked).toHaveLength(2)
})

it('refuses what is not as it was published, and does not keep it', async () => {
  const { source, home, pull } = await setUp()
  source.answer((_, response, content) => {
    response.writeHead(200).end(Buffer.alloc(content.length, 7))
  })
  await expect(pull()).rejects.toMatchObject({
    code: 'DOWNLOAD_FAILED',
    message: expect.stringContaining('not as it was published') as unknown,
  })
  expect(await readdir(join(home, 'tiny'))).toEqual([])
  source.answer((_, response, content) => {
    response.writeHead(200).end(Buffer.concat([content, Buffer.alloc(9)]))
  })
  await expect(pull()).rejects.toThrow('larger than it should be')
})

it('begins anew when the part that is here belongs to something else', async () => {
  const { source, home, pull } = await setUp()
  const [file] = source.models[0]?.files ?? []
  await mkdir(join(home, 'tiny'), { recursive: true })
  await writeFile(
    join(home, 'tiny', `${file?.name ?? ''}.part`),
    Buffer.alloc((file?.bytes ?? 0) + 5),
  )
  await pull()
  expect(await verifyModel(home, 'tiny', quiet)).toEqual([])
})

it('tells what a server answers that does not have it', async () => {
  const { source, pull } = await setUp()
  source.answer((_, response) => response.writeHead(404).end('<html>'))
  await expect(pull()).rejects.toMatchObject({
    code: 'DOWNLOAD_FAILED',
    message: expect.stringContaining('404') as unknown,
  })
  expect(source.asked).toHaveLength(1)
  await source.close()
  await expect(pull()).rejects.toThrow('could not be fetched from 127.0.0.1')
})

it('tells before it begins that there is no room', async () => {
  const { source, pull } = await setUp()
  const full = pull({ freeBytes: () => Promise.resolve(1000) })
  await expect(full).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(source.asked).toEqual([])
})

it.skipIf(!hasFull)('tells that the disk became full (needs /dev/full)', async () => {
  const { source, home, pull } = await setUp()
  const [file] = source.models[0]?.files ?? []
  await mkdir(join(home, 'tiny'), { recursive: true })
  await symlink('/dev/full', join(home, 'tiny', `${file?.name ?? ''}.part`))
  await expect(pull()).rejects.toMatchObject({ code: 'DISK_FULL' })
})

it('refuses what is no segmenter, even when it came as it was published', async () => {
  const folder = await temporary()
  const files = await writeTestSam(folder, 'mobile-sam')
  await writeFile(files.decoder, '<html>moved</html>')
  const source = await serveModel(files)
  onTestFinished(() => source.close())
  const home = await temporary()
  const pulling = pullModel(home, 'tiny', { models: source.models, patience }, quiet)
  await expect(pulling).rejects.toMatchObject({ code: 'MODEL_INVALID' })
  await expect(installedModel(home, 'tiny')).rejects.toMatchObject({ code: 'MODEL_MISSING' })
})

it('remembers what came where nobody published a checksum, if its size is about right', async () => {
  const { source, home } = await setUp()
  const unknown = source.models.map((model) => ({
    ...model,
    files: model.files.map((file) => ({
      ...file,
      sha256: null,
      bytes: Math.round(file.bytes * 1.01),
    })),
  }))
  await pullModel(home, 'tiny', { models: unknown, patience }, quiet)
  expect(await verifyModel(home, 'tiny', quiet)).toEqual([])
  const small = unknown.map((model) => ({
    ...model,
    files: model.files.map((file) => ({ ...file, bytes: file.bytes * 2 })),
  }))
  const wrong = pullModel(await temporary(), 'tiny', { models: small, patience }, quiet)
  await expect(wrong).rejects.toThrow('not as it was published')
})

it('does not know what the catalogue does not have', async () => {
  const pulling = pullModel(await temporary(), 'sam-9000', {}, quiet)
  await expect(pulling).rejects.toMatchObject({
    code: 'MODEL_MISSING',
    advice: expect.stringContaining('mobile-sam') as unknown,
  })
})

it('repairs and removes what is damaged, and says what is wrong with it', async () => {
  const { home, pull } = await setUp()
  const { encoder } = await pull()
  await truncate(encoder, 100)
  await expect(installedModel(home, 'tiny')).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    message: expect.stringContaining('has 100 bytes') as unknown,
  })
  const listed = await listSegmenters(home)
  expect(listed.find(({ id }) => id === 'tiny')).toMatchObject({ state: 'damaged' })
  expect(await verifyModel(home, 'tiny', quiet)).toHaveLength(1)
  await pull()
  expect(await verifyModel(home, 'tiny', quiet)).toEqual([])
  await writeFile(join(home, 'tiny', 'model.json'), '{"version": 1')
  await expect(installedModel(home, 'tiny')).rejects.toThrow('model.json')
  await removeModel(home, 'tiny')
  await expect(installedModel(home, 'tiny')).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  await expect(removeModel(home, 'tiny')).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  await expect(removeModel(home, '../models')).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  await expect(removeModel(home, 'basic')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})
