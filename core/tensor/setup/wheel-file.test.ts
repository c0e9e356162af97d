import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeWheel, temporaryFolder } from './test-setup'
import { openWheel } from './wheel-file'

const signal = new AbortController().signal
const fits = 'manylinux.*x86_64'
const file = 'tensorflow_cpu-2.18.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'
const library = 'tensorflow/libtensorflow_cc.so.2'
const good = { name: 'tensorflow-cpu', version: '2.18.0', files: { [library]: 'machine code' } }

describe('openWheel', () => {
  it('gives the files of a wheel that it does not know, each checked as it is written', async () => {
    const folder = await temporaryFolder()
    const wheel = await openWheel(await makeWheel(join(folder, file), good), fits, signal)
    expect(wheel.project).toBe('tensorflow-cpu')
    expect(wheel.files.get(library)).toBe(12)
    await wheel.copy(library, join(folder, 'out'), signal)
    expect(await readFile(join(folder, 'out'), 'utf8')).toBe('machine code')
    await wheel.close()
  })

  it('refuses a file within whose hash is not the recorded one', async () => {
    const folder = await temporaryFolder()
    const path = await makeWheel(join(folder, file), { ...good, damaged: [library] })
    const wheel = await openWheel(path, fits, signal)
    await expect(wheel.copy(library, join(folder, 'out'), signal)).rejects.toMatchObject({
      code: 'LIBRARY_INVALID',
      message: `${library} in the wheel is damaged: its hash is wrong.`,
    })
    await wheel.close()
  })

  it('refuses a known wheel that is not the published one, before it looks inside', async () => {
    const name = 'tensorflow_cpu-2.18.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'
    const path = await makeWheel(join(await temporaryFolder(), name), good)
    await expect(openWheel(path, fits, signal)).rejects.toMatchObject({
      code: 'LIBRARY_INVALID',
      message: `${name} is not the file that was published: its hash is wrong.`,
    })
  })

  const refused = {
    'another version': [file, { ...good, version: '2.17.1' }, /TensorFlow 2\.17\.1/],
    'another machine': [
      'tensorflow-2.18.0-cp312-cp312-macosx_12_0_arm64.whl',
      { ...good, name: 'tensorflow' },
      /another kind of machine/,
    ],
    'another package': [file, { ...good, name: 'numpy', version: '2.0.0' }, /holds numpy/],
  } as const
  it.each(Object.entries(refused))('refuses a wheel of %s', async (_what, [name, wheel, words]) => {
    const path = await makeWheel(join(await temporaryFolder(), name), wheel)
    const opening = openWheel(path, fits, signal)
    await expect(opening).rejects.toMatchObject({ code: 'LIBRARY_INVALID' })
    await expect(opening).rejects.toThrow(words)
  })

  it('refuses a download that was cut off', async () => {
    const folder = await temporaryFolder()
    const whole = await readFile(await makeWheel(join(folder, 'whole.whl'), good))
    await writeFile(join(folder, file), whole.subarray(0, whole.length / 2))
    await expect(openWheel(join(folder, file), fits, signal)).rejects.toMatchObject({
      code: 'LIBRARY_INVALID',
      message: 'This file is no wheel, or one that was cut off.',
    })
  })
})
