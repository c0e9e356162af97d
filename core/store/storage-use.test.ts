import { mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { clearPart, featureFolders, measureProject, noBytes, type PartBytes } from './storage-use'
import { temporaryFolder } from './test-project'

const never = new AbortController().signal

async function put(path: string, bytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, new Uint8Array(bytes))
}

async function measured(directory: string, signal = never): Promise<PartBytes | null> {
  let last: PartBytes | null = null
  for await (const bytes of measureProject(directory, signal)) last = bytes
  return last
}

async function filled(): Promise<string> {
  const directory = await temporaryFolder()
  await put(join(directory, 'project.sqlite'), 10)
  await put(join(directory, 'project.sqlite-wal'), 5)
  await put(join(directory, 'backups', 'a.sqlite'), 20)
  await put(join(directory, 'cache', 'thumbnails', '320', '1.jpg'), 3)
  await put(join(directory, 'cache', 'else'), 1)
  await put(join(directory, 'features', 'mini-abc-320', 'pooled.bin'), 40)
  await put(join(directory, 'embeddings', 'basic', '1-a'), 8)
  await put(join(directory, 'everything', 'basic', '1-a.json.gz'), 2)
  await put(join(directory, 'runs', 'r1', 'head.safetensors'), 7)
  return directory
}

it('tells each part of a project apart', async () => {
  const again = { thumbnails: 3, features: 40, embeddings: 8, everything: 2 }
  const expected = { database: 15, backups: 20, ...again, runs: 7, other: 1 }
  expect(await measured(await filled())).toEqual(expected)
})

it('counts a folder that is gone as nothing, and never follows a link out of it', async () => {
  const directory = await temporaryFolder()
  expect(await measured(join(directory, 'gone'))).toEqual(noBytes)
  await put(join(directory, 'outside', 'large'), 1000)
  await mkdir(join(directory, 'project'))
  await symlink(join(directory, 'outside'), join(directory, 'project', 'link'))
  expect(await measured(join(directory, 'project'))).toEqual(noBytes)
})

it('stops counting when it is no longer wanted', async () => {
  expect(await measured(await filled(), AbortSignal.abort())).toBeNull()
})

it('clears one part and leaves the rest', async () => {
  const directory = await filled()
  await put(join(directory, 'features', 'other-abc-320', 'pooled.idx'), 0)
  expect(await featureFolders(directory)).toEqual(['mini-abc-320'])
  await clearPart(directory, 'features')
  await clearPart(directory, 'thumbnails')
  expect(await measured(directory)).toMatchObject({ embeddings: 8, everything: 2 })
  await clearPart(directory, 'embeddings')
  await clearPart(directory, 'everything')
  expect(await measured(directory)).toMatchObject({ embeddings: 0, everything: 0 })
  expect(await measured(directory)).toMatchObject({ features: 0, thumbnails: 0, other: 1, runs: 7 })
  expect((await stat(join(directory, 'project.sqlite'))).size).toBe(10)
  expect(await featureFolders(directory)).toEqual([])
  await expect(clearPart(directory, 'features')).resolves.toBeUndefined()
})
