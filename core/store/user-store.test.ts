import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectPaths } from './files'
import { migrate, prepareMigrations } from './migrate'
import { migrations } from './migrations'
import { createProjectStore } from './project-store'
import { projectIdOf } from './project-id'
import { connect, markOurs } from './sqlite'
import { decision, picture, temporaryFolder, tickingClock } from './test-project'
import { openUserStore } from './user-store'

const now = tickingClock()

const cutting = { segmenter: 'basic', embeddingBytes: 2 * 1024 ** 3 }

describe('the settings', () => {
  it('begin with defaults, merge what is changed and stay', async () => {
    const folder = join(await temporaryFolder(), 'not', 'yet')
    const user = openUserStore(folder)
    const rest = {
      motion: 'system',
      keys: { preset: 'default', changed: {} },
      device: 'auto',
      ...cutting,
    }
    expect(await user.settings()).toEqual({
      ...{ theme: 'system', tileSize: 160, language: 'en' },
      ...rest,
    })
    await Promise.all([
      user.changeSettings({ theme: 'dark' }),
      user.changeSettings({ tileSize: 200, language: undefined }),
    ])
    const kept = { theme: 'dark', tileSize: 200, language: 'en', ...rest }
    expect(await openUserStore(folder).settings()).toEqual(kept)
    await expect(user.changeSettings({ tileSize: 5 })).rejects.toThrow()
    expect(await user.changeSettings({})).toEqual(kept)
  })

  it.each([
    ['no JSON', '{"settings": {"theme": "da'],
    ['another shape', '[1, 2]'],
    ['zero bytes', ''],
  ])('survive a file that is %s, which is put aside', async (_what, text) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'user.json'), text)
    const user = openUserStore(folder)
    expect((await user.settings()).theme).toBe('system')
    expect(await user.recent()).toEqual([])
    expect((await user.changeSettings({ theme: 'light' })).theme).toBe('light')
    const problem = user.problem()
    expect(problem?.kind).toBe('damaged')
    expect(await readFile(problem?.kept ?? '', 'utf8')).toBe(text)
    expect((await openUserStore(folder).settings()).theme).toBe('light')
  })

  it('of a newer program are put aside whole, and the defaults hold', async () => {
    const folder = await temporaryFolder()
    const text = JSON.stringify({ version: 99, settings: { theme: 'dark' } })
    await writeFile(join(folder, 'user.json'), text)
    const user = openUserStore(folder)
    expect((await user.settings()).theme).toBe('system')
    const problem = user.problem()
    expect(problem?.kind).toBe('newer')
    expect(await readFile(problem?.kept ?? '', 'utf8')).toBe(text)
  })

  it('of an older program, and a first start, are no problem', async () => {
    const folder = await temporaryFolder()
    expect((await openUserStore(folder).settings()).theme).toBe('system')
    await writeFile(join(folder, 'user.json'), JSON.stringify({ settings: { theme: 'dark' } }))
    const user = openUserStore(folder)
    expect((await user.settings()).theme).toBe('dark')
    expect(user.problem()).toBeNull()
  })

  it('keep the keys that can be read and the preset that is known', async () => {
    const folder = await temporaryFolder()
    const keys = { preset: 'emacs', changed: { accept: ['y'], reject: [] } }
    await writeFile(join(folder, 'user.json'), JSON.stringify({ settings: { keys } }))
    const user = openUserStore(folder)
    expect((await user.settings()).keys).toEqual({ preset: 'default', changed: keys.changed })
  })

  it('lose only the value that cannot be read', async () => {
    const folder = await temporaryFolder()
    const settings = { theme: 'dark', tileSize: 'big', language: 'de' }
    const recent = [{ id: 'x' }, { id: 'abc', name: 'n', directory: '/nowhere', openedAt: 1 }]
    await writeFile(join(folder, 'user.json'), JSON.stringify({ settings, recent }))
    const user = openUserStore(folder)
    expect(await user.settings()).toMatchObject({ theme: 'dark', tileSize: 160, language: 'de' })
    expect(await user.recent()).toMatchObject([{ id: 'abc', problem: 'missing' }])
  })
})

describe('the recent projects', () => {
  it('are newest first, once each, and can be forgotten', async () => {
    const user = openUserStore(await temporaryFolder())
    await user.remember({ name: 'A', directory: '/a', openedAt: 1 })
    await user.remember({ name: 'B', directory: '/b', openedAt: 2 })
    const id = await user.remember({ name: 'A again', directory: '/x/../a', openedAt: 3 })
    expect(id).toBe(projectIdOf('/a'))
    expect((await user.recent()).map((project) => project.name)).toEqual(['A again', 'B'])
    expect(await user.directoryOf(id)).toBe('/a')
    await user.forget(id)
    expect((await user.recent()).map((project) => project.name)).toEqual(['B'])
    expect(await user.directoryOf(id)).toBeNull()
  })

  it('say how far they are and what is wrong with them', async () => {
    const folder = await temporaryFolder()
    const directory = join(folder, 'project')
    const imageRoot = join(folder, 'pictures')
    await mkdir(imageRoot)
    const user = openUserStore(join(folder, 'user'))
    await user.remember({ name: 'P', directory, openedAt: 1 })
    const card = async () => (await user.recent())[0]
    expect(await card()).toMatchObject({ images: null, problem: 'missing' })

    const store = await createProjectStore(directory, {
      name: 'P',
      imageRoot,
      classes: ['cat'],
      now,
    })
    await store.images.addMany([picture(1), picture(2)])
    const [image] = await store.images.all()
    const [cat] = await store.classes.list()
    await store.decisions.decide({
      ...{ view: 'label', ms: 1, decisions: [decision(image?.id, cat?.id, 'present')] },
    })
    expect(await card()).toMatchObject({ images: 2, seeded: 1, problem: null })
    await store.close()
    expect(await card()).toMatchObject({ images: 2, seeded: 1, problem: null })
    await rename(imageRoot, join(folder, 'moved'))
    expect(await card()).toMatchObject({ images: 2, problem: 'images-missing' })
    await writeFile(projectPaths(directory).database, 'scrambled')
    expect(await card()).toMatchObject({ images: null, problem: 'damaged' })
  })

  it('of an older program can be opened; only their figures wait until then', async () => {
    const directory = join(await temporaryFolder(), 'project')
    const user = openUserStore(join(directory, '..', 'user'))
    await user.remember({ name: 'P', directory, openedAt: 1 })
    await mkdir(directory)
    const path = projectPaths(directory).database
    const { db, close } = connect(path, 'write')
    await markOurs(db)
    await prepareMigrations(db)
    const beforeEach = () => Promise.resolve()
    await migrate(db, { now, path, beforeEach, migrations: migrations.slice(0, 1) })
    await close()
    expect((await user.recent())[0]).toMatchObject({ images: null, problem: null })
  })
})
