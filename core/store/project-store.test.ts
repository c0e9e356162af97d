import { mkdir, readdir, rm, truncate, writeFile, open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import { restoreBackup } from './backups'
import { projectPaths } from './files'
import { createProjectStore, openProjectStore } from './project-store'
import { connect } from './sqlite'
import { decision, temporaryFolder, testProject, tickingClock } from './test-project'

const now = tickingClock()
const forWriting = { mode: 'write', now } as const
const forReading = { mode: 'read', now } as const

/** A closed project with one decision in it, and therefore with one backup. */
async function closedProject(): Promise<string> {
  const { store, directory, images, classes } = await testProject(200, 2)
  await store.decisions.importMany(images.map((image) => decision(image, classes[0], 'present')))
  await store.close()
  return directory
}

describe('a new project', () => {
  it('says what it is, also after it was opened again', async () => {
    const directory = join(await temporaryFolder(), 'Vögel 鳥')
    const store = await createProjectStore(directory, {
      ...{ name: 'Birds', imageRoot: '/birds', classes: ['wren'], isSample: true, now },
    })
    await store.setName('Small birds')
    await store.setImageRoot('/elsewhere')
    const info = await store.info()
    expect(info).toMatchObject({
      name: 'Small birds',
      imageRoot: '/elsewhere',
      isSample: true,
      hasTruth: false,
    })
    expect(info.id).toMatch(/^[0-9a-f]{16}$/)
    await store.close()
    const again = await openProjectStore(directory, forReading)
    expect(await again.info()).toEqual(info)
    await again.close()
  })

  it('wants an empty folder, and leaves it empty when it cannot be made', async () => {
    const folder = await temporaryFolder()
    const wanted = { name: 'x', imageRoot: '/x', now }
    await expect(
      createProjectStore(folder, { ...wanted, classes: ['cat', 'Cat'] }),
    ).rejects.toMatchObject({ code: 'CLASS_NAME_TAKEN' })
    expect(await readdir(folder)).toEqual([])
    await writeFile(join(folder, 'thesis.txt'), 'mine')
    await expect(createProjectStore(folder, { ...wanted, classes: [] })).rejects.toMatchObject({
      code: 'FOLDER_NOT_EMPTY',
    })
  })
})

describe('opening', () => {
  it('finds no project in missing, empty and foreign folders', async () => {
    const folder = await temporaryFolder()
    const missing = { code: 'PROJECT_MISSING' }
    await expect(openProjectStore(join(folder, 'no'), forWriting)).rejects.toMatchObject(missing)
    await expect(openProjectStore(folder, forReading)).rejects.toMatchObject(missing)
    const foreign = new DatabaseSync(projectPaths(folder).database)
    foreign.exec('create table recipe (cake text)')
    foreign.close()
    await expect(openProjectStore(folder, forWriting)).rejects.toMatchObject(missing)
  })

  it.each([
    ['empty', (path: string) => truncate(path, 0)],
    ['cut short', async (path: string) => truncate(path, Math.floor((await stat(path)).size / 2))],
    ['overwritten at the start', (path: string) => overwrite(path, 0, 4096)],
    [
      'overwritten in the middle',
      async (path: string) =>
        overwrite(path, Math.floor((await stat(path)).size / 8192) * 4096, 8192),
    ],
  ])(
    'tells that a file is damaged when it is %s, and a backup brings it back',
    async (_how, damage) => {
      const directory = await closedProject()
      const { database, backups } = projectPaths(directory)
      await damage(database)
      const before = await readFile(database)
      await expect(openProjectStore(directory, forWriting)).rejects.toMatchObject({
        code: 'PROJECT_DAMAGED',
        advice: expect.stringContaining('Restore backup') as string,
      })
      expect(await readFile(database)).toEqual(before)
      await restoreBackup(directory, now)
      const store = await openProjectStore(directory, forWriting)
      expect(await store.summary()).toMatchObject({ images: 200, present: 200 })
      expect(await store.check()).toEqual([])
      await store.close()
      expect((await readdir(backups)).filter((name) => name.startsWith('damaged-'))).not.toEqual([])
    },
  )

  it('leaves the file of a newer program alone', async () => {
    const directory = await closedProject()
    const { db, close } = connect(projectPaths(directory).database, 'write')
    await db.insertInto('migration').values({ number: 99, name: 'future', at: 0 }).execute()
    await close()
    const newer = { code: 'PROJECT_NEWER' }
    await expect(openProjectStore(directory, forWriting)).rejects.toMatchObject(newer)
    await expect(openProjectStore(directory, forReading)).rejects.toMatchObject(newer)
  })

  it('lets one write and others read, and see what is written', async () => {
    const { store, directory, images, classes } = await testProject(2, 1)
    await expect(openProjectStore(directory, forWriting)).rejects.toMatchObject({
      code: 'PROJECT_LOCKED',
    })
    const reader = await openProjectStore(directory, forReading)
    await store.decisions.decide({
      ...{ view: 'label', ms: 1, decisions: [decision(images[0], classes[0], 'present')] },
    })
    expect((await reader.summary()).present).toBe(1)
    await expect(reader.setName('mine')).rejects.toThrow()
    await reader.close()
    await store.close()
    const next = await openProjectStore(directory, forWriting)
    expect((await next.summary()).present).toBe(1)
    await next.close()
  })
})

describe('backups', () => {
  it('are made on closing when something is new, and the last five are kept', async () => {
    const { store, directory, images, classes } = await testProject(1, 1)
    await store.close()
    const { backups } = projectPaths(directory)
    for (let round = 0; round < 7; round += 1) {
      const again = await openProjectStore(directory, forWriting)
      await again.decisions.decide({
        ...{ view: 'label', ms: 1, decisions: [decision(images[0], classes[0], 'present')] },
      })
      await again.close()
      const idle = await openProjectStore(directory, forWriting)
      await idle.close()
      expect(await readdir(backups)).toHaveLength(Math.min(round + 1, 5))
    }
  })

  it('are made in the middle of long work', async () => {
    const { store, directory, images, classes } = await testProject(2100, 1)
    await store.decisions.importMany(images.map((image) => decision(image, classes[0], 'absent')))
    const { backups } = projectPaths(directory)
    const finished = async () =>
      (await readdir(backups).catch(() => [])).some((name) => name.endsWith('.sqlite'))
    await expect.poll(finished).toBe(true)
    await store.close()
    expect((await readdir(backups)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('that are damaged themselves are passed over, and without one nothing is touched', async () => {
    const directory = await closedProject()
    const { backups, database } = projectPaths(directory)
    await writeFile(join(backups, '9999-01-01T00-00-00-000Z-00.sqlite'), 'no database')
    expect(await restoreBackup(directory, now)).not.toContain('9999')
    await rm(backups, { recursive: true })
    await mkdir(backups)
    const before = await readFile(database)
    await expect(restoreBackup(directory, now)).rejects.toMatchObject({ code: 'PROJECT_DAMAGED' })
    expect(await readFile(database)).toEqual(before)
  })
})

async function overwrite(path: string, at: number, length: number): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.write(Buffer.alloc(length, 0x5a), 0, length, at)
  await handle.close()
}
