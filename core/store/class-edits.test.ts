import { sql } from 'kysely'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ClassEdit } from '../contract/classes'
import { classId, type ClassId, type ImageId } from '../contract/ids'
import { projectPaths } from './files'
import { checkDerived, rebuildDerived } from './check'
import { classStore } from './classes'
import { migrate, prepareMigrations } from './migrate'
import { migrations } from './migrations'
import type { ProjectStore } from './project-store'
import { connect } from './sqlite'
import { decision, temporaryFolder, testProject, tickingClock } from './test-project'

type State = 'present' | 'absent' | 'undecided' | 'unknown'

async function label(
  store: ProjectStore,
  rows: readonly (readonly [ImageId | undefined, ClassId | undefined, State])[],
): Promise<void> {
  const decisions = rows.map(([image, id, state]) => decision(image, id, state))
  await store.decisions.decide({ view: 'sweep', ms: 1, decisions })
}

/** Everything that a person can see of a project. */
async function seen(store: ProjectStore) {
  const { images, seeded, skipped, present, absent, undecided } = await store.summary()
  const page = await store.images.page({ order: 'folder', status: null, offset: 0, limit: 100 })
  const { classes, states } = await store.labels.matrix()
  return {
    ...{ images, seeded, skipped, present, absent, undecided },
    ...{ page, classes, states: [...states] },
    list: await store.classes.list(),
    all: (await store.classes.taxonomy()).classes,
  }
}

/** Does something to the classes, takes it back, brings it back, and checks the books each time. */
async function thereAndBack(store: ProjectStore, edit: ClassEdit): Promise<void> {
  const before = await seen(store)
  const { title } = await store.classes.edit(edit)
  const after = await seen(store)
  expect((await store.summary()).undo).toBe(title)
  expect(await store.check()).toEqual([])
  expect(await store.decisions.undo()).toMatchObject({ classes: true })
  expect(await seen(store)).toEqual(before)
  expect(await store.check()).toEqual([])
  expect((await store.summary()).redo).toBe(title)
  await store.decisions.redo()
  expect(await seen(store)).toEqual(after)
  await store.rebuild()
  expect(await store.check()).toEqual([])
  expect(await seen(store)).toEqual(after)
}

async function namesOf(store: ProjectStore): Promise<string[]> {
  return (await store.classes.list()).map(({ name }) => name)
}

describe('a merge', () => {
  const pairs: readonly [State, State, State, State][] = [
    // one class, the other, merged by `both`, merged by `either`
    ['present', 'unknown', 'present', 'present'],
    ['unknown', 'present', 'present', 'present'],
    ['present', 'absent', 'present', 'present'],
    ['absent', 'present', 'present', 'present'],
    ['present', 'undecided', 'present', 'present'],
    ['undecided', 'absent', 'undecided', 'undecided'],
    ['absent', 'undecided', 'undecided', 'undecided'],
    ['undecided', 'unknown', 'undecided', 'undecided'],
    ['absent', 'absent', 'absent', 'absent'],
    ['absent', 'unknown', 'unknown', 'absent'],
    ['unknown', 'absent', 'unknown', 'absent'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ]
  const code = { present: 1, absent: -1, undecided: 2, unknown: 0 }

  async function pairProject() {
    const project = await testProject(pairs.length, 3)
    const { store, images, classes } = project
    await label(
      store,
      pairs.flatMap(([one, other], row) => [
        [images[row], classes[0], one] as const,
        [images[row], classes[1], other] as const,
      ]),
    )
    const [from, into] = [classes[0] ?? classId.parse(1), classes[1] ?? classId.parse(2)]
    return { ...project, from, into }
  }

  it.each(['both', 'either'] as const)(
    'says of every picture what its parts say, where absent takes %s',
    async (absent) => {
      const { store, from, into } = await pairProject()
      const edit = { act: 'merge', classes: [from], into, absent } as const
      const preview = await store.classes.preview(edit)
      await thereAndBack(store, edit)
      const { classes, states } = await store.labels.matrix()
      expect(classes).toEqual([into, classId.parse(3)])
      const merged = [...states].filter((_, at) => at % 2 === 0)
      expect(merged).toEqual(pairs.map((pair) => code[pair[absent === 'both' ? 2 : 3]]))
      const [kept] = await store.classes.list()
      const { present, absent: no, undecided } = kept ?? { present: 0, absent: 0, undecided: 0 }
      expect(preview.rows.at(-1)).toMatchObject({ side: 'after', present, absent: no, undecided })
      expect(preview).toMatchObject({ conflicts: 2, images: pairs.length })
      expect(preview.conflicting).toHaveLength(2)
      await store.close()
    },
  )

  it('loses no decision: the part keeps its labels and can be taken back with them', async () => {
    const { store, images, from, into } = await pairProject()
    const decisions = (await store.summary()).decisions
    await store.classes.edit({ act: 'merge', classes: [from], into, absent: 'both' })
    expect((await store.summary()).decisions).toBe(decisions)
    const [first] = images
    if (first === undefined) throw new Error('no picture')
    expect((await store.decisions.history(first)).map(({ kind }) => kind)).toEqual([
      'add',
      'clear',
      'merge',
    ])
    await thereAndBack(store, { act: 'restore', classes: [from] })
    expect(await namesOf(store)).toEqual(['class 0', 'class 1', 'class 2'])
    expect((await store.labels.forImage(first)).map((row) => row.class)).toEqual([from, into])
    await store.close()
  })

  it('keeps the point of the label that it comes from', async () => {
    const { store, images, from, into } = await pairProject()
    const point = { x: 0.25, y: 0.5 }
    const seed = { ...decision(images[11], from, 'present'), point }
    await store.decisions.decide({ view: 'label', ms: 1, decisions: [seed] })
    await store.classes.edit({ act: 'merge', classes: [from], into, absent: 'both' })
    const [row] = await store.labels.forImage(images[11] ?? seed.image)
    expect(row).toMatchObject({ class: into, kind: 'merge', point })
    await store.close()
  })

  it('makes the hidden truth of a simulated project that of its parts', async () => {
    const { store, images, from, into } = await pairProject()
    const [a, b] = images
    if (a === undefined || b === undefined) throw new Error('no picture')
    await store.truth.set([
      { image: a, class: from },
      { image: b, class: into },
    ])
    await store.classes.edit({ act: 'merge', classes: [from], into, absent: 'both' })
    const { states, classes } = await store.truth.matrix()
    expect(classes[0]).toBe(into)
    expect([states[0], states[2], states[4]]).toEqual([1, 1, 0])
    await store.close()
  })

  it('is refused of one class, and of one that is hidden', async () => {
    const { store, from, into } = await pairProject()
    const alone = { act: 'merge', classes: [into], into, absent: 'both' } as const
    await expect(store.classes.edit(alone)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await store.classes.edit({ act: 'retire', classes: [from] })
    const hidden = { act: 'merge', classes: [from], into, absent: 'both' } as const
    await expect(store.classes.edit(hidden)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await store.check()).toEqual([])
    await store.close()
  })
})

describe('a split', () => {
  async function birds() {
    const project = await testProject(4, 2)
    const { store, images, classes } = project
    const [bird, other] = classes
    await label(store, [
      [images[0], bird, 'present'],
      [images[1], bird, 'present'],
      [images[2], bird, 'absent'],
      [images[3], bird, 'undecided'],
      [images[3], other, 'present'],
    ])
    return { ...project, bird: bird ?? classId.parse(1) }
  }

  it('asks about exactly the pictures that had the whole, until each is answered', async () => {
    const { store, images, bird } = await birds()
    const into = [{ name: 'gull' }, { name: 'class 0' }]
    await thereAndBack(store, { act: 'split', class: bird, into })
    expect(await namesOf(store)).toEqual(['gull', 'class 0', 'class 1'])
    const [gull, rest] = await store.classes.list()
    if (gull === undefined || rest === undefined) throw new Error('no class')
    expect(gull).toMatchObject({ present: 0, absent: 1, undecided: 1, hotkey: '1' })
    const open = async (id: ClassId) => (await store.classes.toSort()).get(id) ?? []
    expect(await open(gull.id)).toEqual([images[0], images[1]])
    await label(store, [[images[0], gull.id, 'present']])
    expect(await open(gull.id)).toEqual([images[1]])
    expect(await open(rest.id)).toEqual([images[0], images[1]])
    await store.decisions.undo()
    expect(await open(gull.id)).toEqual([images[0], images[1]])
    const { classes } = await store.classes.taxonomy()
    expect(classes.map(({ status, toSort }) => [status, toSort])).toEqual([
      ['split', 0],
      ['live', 2],
      ['live', 2],
      ['live', 0],
    ])
    await store.close()
  })

  it('takes chosen pictures into their part at once', async () => {
    const { store, images, bird } = await birds()
    const [a, , c] = images
    if (a === undefined || c === undefined) throw new Error('no picture')
    // The third picture has no bird: to choose it changes nothing.
    const into = [{ name: 'gull', images: [a, c, a] }, { name: 'owl' }]
    await thereAndBack(store, { act: 'split', class: bird, into })
    const [gull] = await store.classes.list()
    expect(gull).toMatchObject({ present: 1, absent: 1 })
    expect((await store.classes.toSort()).get(gull?.id ?? bird)).toEqual([images[1]])
    await store.close()
  })

  it('with a name that is taken, or twice the same, changes nothing', async () => {
    const { store, bird } = await birds()
    const before = await seen(store)
    for (const names of [
      ['gull', 'CLASS 1'],
      ['gull', 'Gull'],
    ]) {
      const into = names.map((name) => ({ name }))
      await expect(store.classes.edit({ act: 'split', class: bird, into })).rejects.toMatchObject({
        code: 'CLASS_NAME_TAKEN',
      })
    }
    expect(await seen(store)).toEqual(before)
    await store.close()
  })
})

describe('a retired class', () => {
  it('is hidden from pictures, counts and training, and comes back with everything', async () => {
    const { store, images, classes } = await testProject(3, 2)
    const [cat, dog] = [classes[0] ?? classId.parse(1), classes[1] ?? classId.parse(2)]
    await label(store, [
      [images[0], cat, 'present'],
      [images[1], cat, 'present'],
      [images[1], dog, 'present'],
    ])
    const edit = { act: 'retire', classes: [cat] } as const
    expect(await store.classes.preview(edit)).toMatchObject({ onlyLabel: 1 })
    await thereAndBack(store, edit)
    expect(await store.summary()).toMatchObject({ present: 1, seeded: 1, images: 3 })
    const page = await store.images.page({ order: 'folder', status: 'todo', offset: 0, limit: 9 })
    expect(page.items.map(({ id, present }) => [id, present])).toEqual([
      [images[0], []],
      [images[2], []],
    ])
    await expect(label(store, [[images[2], cat, 'present']])).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await store.classes.edit({ act: 'add', names: ['CLASS 0'] })
    await expect(store.classes.edit({ act: 'restore', classes: [cat] })).rejects.toMatchObject({
      code: 'CLASS_NAME_TAKEN',
      message: 'There is already a class “CLASS 0”.',
    })
    await store.decisions.undo()
    await thereAndBack(store, { act: 'restore', classes: [cat] })
    expect(await store.summary()).toMatchObject({ present: 3, seeded: 2 })
    await store.close()
  })
})

describe('the list of classes', () => {
  it('is added to, renamed, coloured, grouped and put in order, each in one step', async () => {
    const { store, classes } = await testProject(1, 4)
    const [a, b, c, d] = classes.map((id) => id)
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error()
    await thereAndBack(store, { act: 'add', names: ['kite', '  sea   gull '] })
    await thereAndBack(store, { act: 'change', class: a, change: { name: 'Cafe\u0301 🦜' } })
    await thereAndBack(store, { act: 'change', class: a, change: { colour: '#123456' } })
    await thereAndBack(store, { act: 'group', classes: [a, c], group: ' animals ' })
    await thereAndBack(store, { act: 'move', classes: [d, c], before: a })
    expect(await namesOf(store)).toEqual([
      ...['class 2', 'class 3', 'Caf\u00e9 🦜', 'class 1', 'kite', 'sea gull'],
    ])
    await thereAndBack(store, { act: 'move', classes: [a], before: null })
    expect((await store.classes.list()).at(-1)).toMatchObject({ id: a, group: 'animals' })
    const same = { act: 'change', class: b, change: { name: ' class 1' } } as const
    await expect(store.classes.edit(same)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await store.close()
  })

  it('never gives an id out again, whatever was undone', async () => {
    const { store } = await testProject(0, 1)
    const first = await store.classes.edit({ act: 'add', names: ['one'] })
    await store.decisions.undo()
    const second = await store.classes.edit({ act: 'add', names: ['one'] })
    expect(first.added).not.toEqual(second.added)
    expect(await namesOf(store)).toEqual(['class 0', 'one'])
    expect(await store.check()).toEqual([])
    await store.close()
  })

  it('swaps keys on request, and takes them away otherwise', async () => {
    const { store, classes } = await testProject(0, 2)
    const [a, b] = [classes[0] ?? classId.parse(1), classes[1] ?? classId.parse(2)]
    const keys = async () => (await store.classes.list()).map(({ hotkey }) => hotkey)
    await thereAndBack(store, { act: 'change', class: a, change: { hotkey: '2' }, swap: true })
    expect(await keys()).toEqual(['2', '1'])
    await thereAndBack(store, { act: 'change', class: b, change: { hotkey: 'K' } })
    await thereAndBack(store, { act: 'change', class: a, change: { hotkey: 'k' } })
    expect(await keys()).toEqual(['k', null])
    const space = { act: 'change', class: a, change: { hotkey: ' ' } } as const
    await expect(store.classes.edit(space)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await store.close()
  })

  it.each([
    ['nothing at all', '\u200b\u0000 '],
    ['301 letters', 'x'.repeat(301)],
  ])('refuses a name of %s', async (_, name) => {
    const { store } = await testProject(0, 1)
    await expect(store.classes.edit({ act: 'add', names: ['fine', name] })).rejects.toMatchObject({
      code: /CLASS_NAME_EMPTY|BAD_REQUEST/,
    })
    expect(await namesOf(store)).toEqual(['class 0'])
    await store.close()
  })

  it('takes names of 200 letters, from right to left, of signs and of markup as they are', async () => {
    const { store } = await testProject(0, 0)
    const names = ['x'.repeat(200), 'חתול', '🦩', '<b onclick="x">bold</b>', "'; drop table class"]
    await store.classes.edit({ act: 'add', names })
    expect(await namesOf(store)).toEqual(names)
    await store.close()
  })

  it('of a project that was made before classes had a history becomes their first version', async () => {
    const path = join(await temporaryFolder(), 'project.sqlite')
    const { db, close } = connect(path, 'write')
    const options = { now: tickingClock(), path, beforeEach: () => Promise.resolve() }
    await prepareMigrations(db)
    await migrate(db, { ...options, migrations: migrations.slice(0, 2) })
    await sql`insert into class (name, folded, colour, hotkey, position, retired) values
      ('Cat', 'cat', '#111111', '1', 0, 0), ('Dog', 'dog', '#222222', null, 1, 1)`.execute(db)
    await migrate(db, options)
    expect(await checkDerived(db)).toEqual([])
    await rebuildDerived(db)
    expect(await classStore(db, tickingClock()).list()).toMatchObject([
      { name: 'Cat', colour: '#111111', hotkey: '1', group: null },
    ])
    await close()
  })

  it('that was tampered with is found by the check and mended by a rebuild', async () => {
    const { store, directory, classes } = await testProject(1, 2)
    const before = await seen(store)
    const { db, close } = connect(projectPaths(directory).database, 'write')
    const [first] = classes
    await db
      .updateTable('class')
      .set({ name: 'forged', retired: 1 })
      .where('id', '=', first ?? classId.parse(1))
      .execute()
    await expect(db.updateTable('class_version').set({ name: 'x' }).execute()).rejects.toThrow(
      'append-only',
    )
    await close()
    expect((await store.check()).map(({ table }) => table)).toEqual(['class'])
    await store.rebuild()
    expect(await seen(store)).toEqual(before)
    await store.close()
  })
})
