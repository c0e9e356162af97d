import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import '@tensorflow/tfjs-backend-cpu'
import { setBackend } from '@tensorflow/tfjs-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Adam } from './adam'
import { loadNative } from './native'
import { addonPath, installedPath } from './setup/home'
import { testNativeHome } from './setup/test-native-home'
import * as tf from './tf'

const home = testNativeHome()

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'singlet-native-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

describe('loadNative', () => {
  it('says what to do where nothing is installed', async () => {
    const native = await loadNative(await folder())
    expect(native.loaded || native.reason).toContain('not installed')
    expect(native.loaded || native.advice).toContain('setup:tensorflow')
  })

  it('says that an installed library does not load, and leaves the backend in use alone', async () => {
    await setBackend('cpu')
    const broken = await folder()
    const addon = addonPath(join(broken, '2.18.0-cpu-broken'))
    await mkdir(dirname(addon), { recursive: true })
    await writeFile(addon, 'no library at all')
    const installed = { layout: 1, version: '2.18.0', variant: 'cpu', folder: '2.18.0-cpu-broken' }
    await writeFile(installedPath(broken), JSON.stringify({ ...installed, bytes: 1, source: 'x' }))
    const native = await loadNative(broken)
    expect(native.loaded || native.reason).toContain('does not load')
    expect(tf.tidy(() => tf.matMul(tf.tensor2d([[2]]), tf.tensor2d([[3]])).dataSync()[0])).toBe(6)
  })

  it.skipIf(home === null)('trains as plain JavaScript does, and keeps no tensor', async () => {
    const native = await loadNative(home)
    expect(native).toMatchObject({ loaded: true, version: '2.18.0' })
    const trained: number[][] = []
    for (const backend of ['cpu', 'tensorflow']) {
      await setBackend(backend)
      trained.push(trainThreeSteps())
    }
    const [plain = [], fast = []] = trained
    expect(fast).toHaveLength(2)
    fast.forEach((value, i) => {
      expect(value).toBeCloseTo(plain[i] ?? Number.NaN, 5)
    })
  })
})

/** Weights after three steps of Adam on a loss whose gradient is known. */
function trainThreeSteps(): number[] {
  const before = tf.memory().numTensors
  const weights = tf.tidy(() => tf.variable(tf.tensor2d([[1], [2]])))
  const adam = new Adam([{ name: 'weights', variable: weights, decayed: false, rate: 1 }])
  for (let step = 1; step <= 3; step++) {
    const { value, grads } = tf.variableGrads(() =>
      tf.sum(tf.sigmoid(tf.matMul(tf.tensor2d([[1, -2]]), weights))),
    )
    adam.apply(grads, 0.1, 0)
    for (const tensor of [value, ...Object.values(grads)]) tensor.dispose()
  }
  const values = [...weights.dataSync()]
  adam.dispose()
  weights.dispose()
  expect(tf.memory().numTensors).toBe(before)
  return values
}
