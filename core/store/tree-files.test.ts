import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { imageId } from '../contract/ids'
import type { SegmentTree } from '../contract/segments'
import { temporaryFolder } from './test-project'
import { drawn } from './test-segments'
import { treeFiles } from './tree-files'

const leaf = { mask: drawn('#.', '..'), quality: 0.9, stability: 0.8 }
const tree: SegmentTree = {
  ...{ model: 'basic', leaves: [leaf, { ...leaf, mask: drawn('.#', '..') }] },
  merges: [{ a: 0, b: 1, similarity: 0.5 }],
}
const picture = { image: imageId.parse(7), stamp: '10-20' }

it('is kept by picture, by segmenter and by what the file was', async () => {
  const files = treeFiles(await temporaryFolder())
  expect(await files.read('basic', picture)).toBeNull()
  expect((await files.made('basic'))(picture)).toBe(false)
  await files.write('basic', picture, tree)
  expect(await files.read('basic', picture)).toEqual(tree)
  expect((await files.made('basic'))(picture)).toBe(true)
  expect(await files.read('basic', { ...picture, stamp: '11-20' })).toBeNull()
  expect(await files.read('sam', picture)).toBeNull()
})

it('is made again where its file was cut short', async () => {
  const folder = await temporaryFolder()
  const files = treeFiles(folder)
  await files.write('basic', picture, tree)
  const [name = ''] = await readdir(join(folder, 'everything', 'basic'))
  await truncate(join(folder, 'everything', 'basic', name), 30)
  expect(await files.read('basic', picture)).toBeNull()
})
