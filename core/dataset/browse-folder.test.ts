import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browseFolder, nearestFolder } from './browse-folder'
import { countPictures } from './count-pictures'
import { makeFolder, never, writeFiles } from './test-files'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

describe('the folder chooser', () => {
  it('lists sub-folders in natural order, projects as such, and counts pictures', async () => {
    await writeFiles(folder, {
      'trip 10/a.jpg': '',
      'trip 9/a.jpg': '',
      'cats/project.sqlite': '',
      '.git/config': '',
      '1.jpg': '',
      '2.PNG': '',
      'notes.txt': '',
    })
    const listing = await browseFolder(folder)
    expect(listing.entries.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
      'cats: project',
      'trip 9: folder',
      'trip 10: folder',
    ])
    expect(listing).toMatchObject({ path: folder, parent: join(folder, '..'), pictures: 2 })
  })

  it('starts at home and has no parent at the root', async () => {
    expect((await browseFolder(null, folder)).path).toBe(folder)
    expect((await browseFolder('/')).parent).toBeNull()
  })

  it('begins above a folder that is still to be made', async () => {
    await writeFiles(folder, { 'a.txt': '' })
    expect(await nearestFolder(join(folder, 'exports', 'today'))).toBe(folder)
    expect(await nearestFolder(join(folder, 'a.txt'))).toBe(folder)
    expect(await nearestFolder(folder)).toBe(folder)
  })

  it('fails clearly for what is not there and what is no folder', async () => {
    await writeFiles(folder, { 'a.txt': '' })
    const gone = browseFolder(join(folder, 'gone'))
    await expect(gone).rejects.toMatchObject({ code: 'FOLDER_MISSING' })
    const file = browseFolder(join(folder, 'a.txt'))
    await expect(file).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE' })
  })
})

describe('counting pictures', () => {
  it('ends with the exact count of the whole tree', async () => {
    await writeFiles(folder, { '1.jpg': '', 'a/2.jpg': '', 'a/b/3.webp': '', 'a/x.txt': '' })
    let last: unknown
    for await (const count of countPictures(folder, never)) last = count
    expect(last).toEqual({ pictures: 3, folders: 3, finished: true })
  })

  it('tells how far it is on the way', async () => {
    const files = Array.from({ length: 1200 }, (_, i) => [`${i}.jpg`, ''] as const)
    await writeFiles(folder, Object.fromEntries(files))
    const seen: boolean[] = []
    for await (const count of countPictures(folder, never)) seen.push(count.finished)
    expect(seen).toEqual([false, false, true])
  })
})
