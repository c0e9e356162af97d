import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { onDisk, requireSpace } from './disk'
import { addonPath, readInstalled } from './home'
import { planSetup } from './plan'
import { removeTensorflow, setupTensorflow } from './setup'
import { compileAddon, hasCompiler, makeWheel, programs, temporaryFolder } from './test-setup'
import { machineOf } from './wheels'

const quiet = new AbortController().signal
const nothing = () => undefined
const machine = machineOf(process.platform, process.arch)
const suffix = process.platform === 'darwin' ? '2.dylib' : 'so.2'

/** Programs that answer any question, so that nothing of this machine stands in the way. */
const everything = { 'c++': 'exit 0', make: 'exit 0', python3: 'exit 0' }

let home = ''
let wheel = ''
beforeEach(async () => {
  const folder = await temporaryFolder()
  home = join(folder, 'tensorflow')
  // The known file's name, of another Python: nobody knows its hash.
  const name = (machine?.cpu[0]?.file ?? 'none').replaceAll('cp311', 'cp312')
  wheel = await makeWheel(join(folder, name), {
    ...{ name: 'tensorflow-cpu', version: '2.18.0' },
    files: {
      [`tensorflow/libtensorflow_cc.${suffix}`]: 'a library',
      [`tensorflow/libtensorflow_framework.${suffix}`]: 'another',
      'tensorflow/include/tensorflow/c/c_api.h': '// a header',
      'tensorflow/python/unused.so': 'for Python only',
    },
  })
})
const wish = (...files: string[]) => ({ variant: 'cpu' as const, files })

describe.skipIf(machine === null || !hasCompiler)('setupTensorflow', () => {
  it('unpacks what is needed and nothing else, and takes all of it away again', async () => {
    const place = { home, env: process.env, prebuilt: await compileAddon('2.18.0') }
    const installed = await setupTensorflow(place, wish(wheel), nothing, quiet)
    expect(await readInstalled(home)).toEqual(installed)
    const files = await readdir(join(home, installed.folder), { recursive: true })
    expect(files.filter((name) => name.includes('.')).sort()).toEqual([
      join('deps', 'lib', `libtensorflow_cc.${suffix}`),
      join('deps', 'lib', `libtensorflow_framework.${suffix}`),
      join('lib', 'napi-v8', 'tfjs_binding.node'),
    ])
    await removeTensorflow(home)
    expect(await readdir(home)).toEqual([])
  })

  it('can be repeated: the newer takes the place of the older', async () => {
    const place = { home, env: process.env, prebuilt: await compileAddon('2.18.0') }
    const before = await setupTensorflow(place, wish(wheel), nothing, quiet)
    const after = await setupTensorflow(place, wish(wheel), nothing, quiet)
    expect(after.folder).not.toBe(before.folder)
    expect((await readdir(home)).sort()).toEqual([after.folder, 'installed.json'])
  })

  it('takes a folder in which the wheel lies unpacked', async () => {
    const folder = join(await temporaryFolder(), 'tensorflow')
    await mkdir(folder)
    for (const part of ['cc', 'framework'])
      await writeFile(join(folder, `libtensorflow_${part}.${suffix}`), part)
    const place = { home, env: process.env, prebuilt: await compileAddon('2.18.0') }
    const { folder: made } = await setupTensorflow(place, wish(folder), nothing, quiet)
    const library = join(home, made, 'deps', 'lib', `libtensorflow_cc.${suffix}`)
    expect(await readFile(library, 'utf8')).toBe('cc')
  })

  const bad = {
    'crashes as it is loaded': ['2.18.0', 'abort();', /does not load/],
    'is of another version': ['2.17.0', '', /version 2\.17\.0/],
  } as const
  it.each(Object.entries(bad))(
    'leaves what worked when the new library %s',
    async (_what, [version, statement, words]) => {
      const worked = { home, env: process.env, prebuilt: await compileAddon('2.18.0') }
      const before = await setupTensorflow(worked, wish(wheel), nothing, quiet)
      const place = { ...worked, prebuilt: await compileAddon(version, statement) }
      const second = setupTensorflow(place, wish(wheel), nothing, quiet)
      await expect(second).rejects.toMatchObject({ code: 'LIBRARY_INVALID' })
      await expect(second).rejects.toThrow(words)
      expect(await readInstalled(home)).toEqual(before)
      expect((await readdir(home)).sort()).toEqual([before.folder, 'installed.json'])
    },
  )

  it('called off it leaves nothing half done, and the same goes for a sudden end', async () => {
    const place = { home, env: process.env, prebuilt: await compileAddon('2.18.0') }
    const stop = new AbortController()
    const report = ({ step }: { step: string }) => {
      if (step === 'unpacking') stop.abort(new Error('called off'))
    }
    await expect(setupTensorflow(place, wish(wheel), report, stop.signal)).rejects.toThrow(
      'called off',
    )
    expect(await readdir(home)).toEqual([])
    // A process that died has left these.
    await mkdir(join(home, 'new-1234', 'deps'), { recursive: true })
    await mkdir(dirname(addonPath(join(home, '2.18.0-cpu-1234'))), { recursive: true })
    await writeFile(join(home, 'setup.lock'), '4194304')
    expect(await readInstalled(home)).toBeNull()
    const { folder } = await setupTensorflow(place, wish(wheel), nothing, quiet)
    expect((await readdir(home)).sort()).toEqual([folder, 'installed.json'])
  })
})

describe('setupTensorflow refuses', () => {
  it('to run beside another setup', async () => {
    await mkdir(home)
    await writeFile(join(home, 'setup.lock'), String(process.pid))
    const second = setupTensorflow({ home, env: process.env }, wish(wheel), nothing, quiet)
    await expect(second).rejects.toMatchObject({ code: 'SETUP_RUNNING' })
    expect(await readdir(home)).toEqual(['setup.lock'])
  })

  it('a folder that cannot be written to, with its path', async () => {
    await writeFile(home, 'a file')
    const env = await programs(everything)
    const place = { home: join(home, 'below'), env }
    await expect(setupTensorflow(place, wish(wheel), nothing, quiet)).rejects.toMatchObject({
      code: 'SETUP_IMPOSSIBLE',
      path: join(home, 'below'),
    })
  })

  it.skipIf(machine === null)(
    'a path where nothing lies, and files that hold no library',
    async () => {
      const env = await programs(everything)
      const absent = setupTensorflow({ home, env }, wish(join(home, 'no.whl')), nothing, quiet)
      await expect(absent).rejects.toMatchObject({ code: 'LIBRARY_INVALID' })
      const empty = await temporaryFolder()
      const nothingThere = setupTensorflow({ home, env }, wish(empty), nothing, quiet)
      await expect(nothingThere).rejects.toThrow('There is no libtensorflow_cc')
    },
  )
})

describe.skipIf(machine === null)('planSetup', () => {
  const download = { variant: null, files: [] }
  const messages = async (env: NodeJS.ProcessEnv, plan = download) => {
    const { obstacles } = await planSetup({ home, env }, plan, quiet)
    return obstacles.map(({ message, advice }) => `${message} ${advice}`).join('\n')
  }

  it('says which programs are missing, and that training works without', async () => {
    const words = await messages(await programs({}))
    expect(words).toContain('neither pip nor uv nor pipx')
    expect(words).toContain('these are missing: a C++ compiler, make, Python 3')
    expect(words).toContain('Training works without it')
    expect(await messages(await programs(everything))).toBe('')
  })

  it('needs no client for files, and no compiler where an addon is there', async () => {
    const place = { home, env: await programs({}), prebuilt: '/an/addon.node' }
    const { obstacles } = await planSetup(place, wish(wheel), quiet)
    expect(obstacles).toEqual([])
  })

  it('counts what is still to be downloaded', async () => {
    const env = await programs(everything)
    const { downloadBytes, wheels } = await planSetup({ home, env }, wish(), quiet)
    const [only] = wheels
    expect(downloadBytes).toBe(only?.bytes)
    await mkdir(join(home, 'download'), { recursive: true })
    const there = join(home, 'download', only?.file ?? '')
    await writeFile(there, '')
    await truncate(there, only?.bytes)
    expect((await planSetup({ home, env }, wish(), quiet)).downloadBytes).toBe(0)
  })

  const hasCuda = (machine?.gpu.length ?? 0) > 0
  it.skipIf(!hasCuda)('takes CUDA where a driver answers that is new enough for it', async () => {
    const env = await programs(everything)
    const planWith = async (driver: string, wanted: 'gpu' | null = null) => {
      const answer = `echo "${driver}, NVIDIA H100, 81559, 81000, 9.0"`
      const nvidiaSmi = join((await programs({ smi: answer }))['PATH'] ?? '', 'smi')
      return planSetup({ home, env, nvidiaSmi }, { variant: wanted, files: [] }, quiet)
    }
    expect(await planWith('550.54.15')).toMatchObject({
      variant: 'gpu',
      why: 'This machine has NVIDIA H100 with driver 550.54.15.',
      obstacles: [],
    })
    expect(await planWith('470.82.01')).toMatchObject({
      variant: 'cpu',
      why: 'The NVIDIA driver 470.82.01 is too old for CUDA 12.',
    })
    const asked = await planWith('470.82.01', 'gpu')
    expect(asked.obstacles.map(({ message }) => message)).toEqual([
      'The NVIDIA driver 470.82.01 is too old for CUDA 12.',
    ])
    const without = { home, env, nvidiaSmi: join(home, 'absent') }
    expect(await planSetup(without, download, quiet)).toMatchObject({ variant: 'cpu' })
  })
})

it.skipIf(process.platform !== 'linux')('says that a disk is full', async () => {
  const folder = await temporaryFolder()
  await symlink('/dev/full', join(folder, 'file'))
  const writing = onDisk(folder, () => writeFile(join(folder, 'file'), 'text'))
  await expect(writing).rejects.toMatchObject({ code: 'DISK_FULL' })
  await expect(requireSpace(folder, 1e18)).rejects.toMatchObject({ code: 'DISK_FULL' })
})
