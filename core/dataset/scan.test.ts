import { existsSync } from 'node:fs'
import { rm, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scanFolder, type ScanBatch } from './scan'
import { makeFolder, makeJpeg, never, writeFiles } from './test-files'
import { walkFolder } from './walk'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

async function scanAll(root: string): Promise<ScanBatch> {
  const all: ScanBatch = { images: [], problems: [] }
  for await (const { images, problems } of scanFolder(root, never)) {
    all.images.push(...images)
    all.problems.push(...problems)
  }
  return all
}

describe('scanning a folder', () => {
  it('finds pictures of every depth in natural order with their sizes', async () => {
    const jpeg = await makeJpeg(12, 8)
    await writeFiles(folder, { '10.jpg': jpeg, '9.JPG': jpeg, 'b/c/x.jpg': jpeg, 'a.txt': 'no' })
    const { images, problems } = await scanAll(folder)
    expect(images.map((image) => image.path)).toEqual(['9.JPG', '10.jpg', 'b/c/x.jpg'])
    expect(images[0]).toMatchObject({ width: 12, height: 8, bytes: jpeg.length })
    expect(images[0]?.mtime).toBeGreaterThan(1e12)
    expect(problems).toEqual([])
  })

  it('does not open pictures again that are known and have not changed', async () => {
    await writeFiles(folder, { 'a.jpg': await makeJpeg(12, 8), 'b.jpg': await makeJpeg(5, 5) })
    const { images } = await scanAll(folder)
    // A size that no file has shows whose word was taken.
    const known = new Map(images.map((image) => [image.path, { ...image, width: 999 }]))
    await writeFiles(folder, { 'b.jpg': await makeJpeg(70, 50) })
    const again: ScanBatch['images'] = []
    for await (const batch of scanFolder(folder, never, known)) again.push(...batch.images)
    expect(again.map(({ width }) => width)).toEqual([999, 70])
  })

  it('keeps two pictures of one name in different folders apart', async () => {
    const jpeg = await makeJpeg(4, 4)
    await writeFiles(folder, { 'a/1.jpg': jpeg, 'b/1.jpg': jpeg })
    const { images } = await scanAll(folder)
    expect(images.map((image) => image.path)).toEqual(['a/1.jpg', 'b/1.jpg'])
  })

  it('reads names in any language as the disk spells them', async () => {
    const names = ['é.jpg', 'e\u0301.jpg', '漢字.jpg', '🦆.jpg', 'صورة.jpg', 'a b#%?.jpg']
    const jpeg = await makeJpeg(4, 4)
    await writeFiles(folder, Object.fromEntries(names.map((name) => [name, jpeg])))
    const { images } = await scanAll(folder)
    expect(images.map((image) => image.path).sort()).toEqual(names.sort())
  })

  it('lists broken, empty and hidden pictures with a reason and goes on', async () => {
    const jpeg = await makeJpeg(64, 64)
    await writeFiles(folder, {
      'good.jpg': jpeg,
      'empty.jpg': '',
      'text.jpg': 'this is no picture',
      'cut.jpg': jpeg.subarray(0, jpeg.length / 2),
      '._good.jpg': 'a twin that macOS leaves',
      '.hidden/x.jpg': jpeg,
    })
    const { images, problems } = await scanAll(folder)
    expect(images.map((image) => image.path)).toEqual(['good.jpg'])
    expect(problems.map((problem) => problem.path).sort()).toEqual(
      ['._good.jpg', '.hidden', 'cut.jpg', 'empty.jpg', 'text.jpg'].sort(),
    )
    expect(problems.every((problem) => problem.reason.length > 10)).toBe(true)
  })

  it('follows links, once, and tells of links that lead nowhere', async () => {
    await writeFiles(folder, { 'a/1.jpg': await makeJpeg(4, 4) })
    await symlink(folder, join(folder, 'a', 'loop'))
    await symlink(join(folder, 'gone'), join(folder, 'dangling.jpg'))
    await symlink(join(folder, 'a', '1.jpg'), join(folder, 'link.jpg'))
    const { images, problems } = await scanAll(folder)
    expect(images.map((image) => image.path)).toEqual(['link.jpg', 'a/1.jpg'])
    expect(problems.map((problem) => problem.path)).toEqual(['dangling.jpg', 'a/loop'])
  })

  it('tells of a folder that goes away meanwhile and reads the others', async () => {
    const jpeg = await makeJpeg(4, 4)
    await writeFiles(folder, { 'a/1.jpg': jpeg, 'b/2.jpg': jpeg, 'c/3.jpg': jpeg })
    const seen: string[] = []
    for await (const entry of walkFolder(folder, never)) {
      if (entry.kind === 'folder' && entry.path === 'a')
        await rm(join(folder, 'b'), { recursive: true })
      seen.push(
        entry.kind === 'problem' ? `${entry.problem.path}: ${entry.problem.reason}` : entry.path,
      )
    }
    expect(seen).toEqual([
      '',
      'a',
      'a/1.jpg',
      'b: The folder cannot be read (ENOENT).',
      'c',
      'c/3.jpg',
    ])
  })

  it('yields a small first batch and larger ones later', async () => {
    const jpeg = await makeJpeg(4, 4)
    const files = Array.from({ length: 60 }, (_, i) => [`${i}.jpg`, jpeg] as const)
    await writeFiles(folder, Object.fromEntries(files))
    const sizes: number[] = []
    for await (const batch of scanFolder(folder, never)) sizes.push(batch.images.length)
    expect(sizes).toEqual([16, 32, 12])
  })

  it('fails with NO_IMAGES for a folder without pictures, after telling its problems', async () => {
    await writeFiles(folder, { 'a.txt': 'x', 'broken.png': 'x' })
    const batches: ScanBatch[] = []
    const scan = async (): Promise<void> => {
      for await (const batch of scanFolder(folder, never)) batches.push(batch)
    }
    await expect(scan()).rejects.toMatchObject({ code: 'NO_IMAGES', path: folder })
    expect(batches.flatMap((batch) => batch.problems)).toHaveLength(1)
  })

  it('tells a missing folder from one that is none', async () => {
    await writeFiles(folder, { 'a.txt': 'x' })
    await expect(scanAll(join(folder, 'gone'))).rejects.toMatchObject({ code: 'FOLDER_MISSING' })
    await expect(scanAll(join(folder, 'a.txt'))).rejects.toMatchObject({
      code: 'FOLDER_UNREADABLE',
    })
  })

  it('stops when it is cancelled', async () => {
    const jpeg = await makeJpeg(4, 4)
    const files = Array.from({ length: 100 }, (_, i) => [`${i % 5}/${i}.jpg`, jpeg] as const)
    await writeFiles(folder, Object.fromEntries(files))
    const control = new AbortController()
    const scan = async (): Promise<void> => {
      for await (const batch of scanFolder(folder, control.signal)) {
        expect(batch.images.length).toBeGreaterThan(0)
        control.abort()
      }
    }
    await expect(scan()).rejects.toThrow(/abort/i)
  })

  const photographs = resolve('../shared/data/coco128/images')
  describe.runIf(existsSync(photographs))('of real photographs (when they are there)', () => {
    it('finds all 128', async () => {
      expect((await scanAll(photographs)).images).toHaveLength(128)
    })
  })
})
