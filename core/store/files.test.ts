import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openAtomicWriter, writeFileAtomic } from './files'
import { temporaryFolder } from './test-project'

describe('an atomic write', () => {
  it('makes its folder, replaces the old content and leaves nothing else behind', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'deep', 'er', 'file.json')
    await writeFileAtomic(path, 'old')
    await writeFileAtomic(path, new Uint8Array([110, 101, 119]))
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(join(folder, 'deep', 'er'))).toEqual(['file.json'])
  })

  it('in pieces appears only when it is committed', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'features.bin')
    await writeFile(path, 'before')
    const writer = await openAtomicWriter(path)
    await writer.write(new Uint8Array(100_000).fill(1))
    await writer.write(new Uint8Array(100_000).fill(2))
    expect(await readFile(path, 'utf8')).toBe('before')
    await writer.commit()
    await writer.dispose()
    const bytes = await readFile(path)
    expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([200_000, 1, 2])
  })

  it('that is given up leaves the old file and no other', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'features.bin')
    await writeFile(path, 'before')
    const writer = await openAtomicWriter(path)
    await writer.write(new Uint8Array(10))
    await writer.dispose()
    expect(await readdir(folder)).toEqual(['features.bin'])
    expect(await readFile(path, 'utf8')).toBe('before')
  })
})
