import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keptFiles } from './kept-files'
import { temporaryFolder } from './test-project'

const file = new Uint8Array(100).fill(7)

describe('kept files', () => {
  it('come back as they were written, by any process, and are missed without a word', async () => {
    const folder = join(await temporaryFolder(), 'not', 'yet')
    const files = keptFiles(folder, 1000)
    expect(await files.read('basic/1')).toBeNull()
    await files.write('basic/1', file)
    expect(await keptFiles(folder, 1000).read('basic/1')).toEqual(Buffer.from(file))
  })

  it('make room by the least recently used', async () => {
    const folder = await temporaryFolder()
    const files = keptFiles(folder, 450)
    for (const [age, name] of ['a', 'b', 'c', 'd'].entries()) {
      await files.write(`basic/${name}`, file)
      const used = new Date(Date.now() - 100_000 + age * 1000)
      await utimes(join(folder, 'basic', name), used, used)
    }
    await files.read('basic/a')
    await files.write('other/e', file)
    const left = await readdir(join(folder, 'basic'))
    expect(left.sort()).toEqual(['a', 'c', 'd'])
    expect(await files.read('other/e')).not.toBeNull()
  })

  it('are not kept at all where there is no room for one', async () => {
    const folder = await temporaryFolder()
    await keptFiles(folder, 0).write('a', file)
    await keptFiles(folder, 100).write('a', file)
    expect(await readdir(folder)).toEqual([])
  })
})
