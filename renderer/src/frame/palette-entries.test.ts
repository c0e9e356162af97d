import { imageId, projectId } from '@contract/ids'
import type { RecentProject } from '@contract/projects'
import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { RegisteredAction } from '@/actions/action'
import { commandEntries, findEntries, imageEntries, projectEntries } from './palette-entries'

const base: RegisteredAction = {
  id: 'go-train',
  titleKey: 'action.goTrain',
  scope: 'project',
  run: () => undefined,
}

test('only what can be done now, and makes sense without its key, is offered', () => {
  const entries = commandEntries([
    base,
    { ...base, id: 'off', enabled: () => false },
    { ...base, id: 'move', onlyByKey: true },
    { ...base, id: 'find-anything' },
  ])
  expect(entries.map((entry) => entry.id)).toEqual(['action:go-train'])
})

test('two mistyped letters still find a command, nonsense finds nothing', () => {
  const entries = commandEntries([base, { ...base, id: 'go-export', titleKey: 'action.goExport' }])
  expect(findEntries(entries, 'exprt').map((entry) => entry.title)).toEqual(['Go to Export'])
  expect(findEntries(entries, 'zzzz')).toEqual([])
  expect(findEntries(entries, '  ')).toHaveLength(2)
})

test('what was used last comes first, and what is gone is not missed', () => {
  const entries = commandEntries([base, { ...base, id: 'go-export', titleKey: 'action.goExport' }])
  const found = findEntries(entries, '', ['class:9', 'action:go-export'])
  expect(found.map(({ id }) => id)).toEqual(['action:go-export', 'action:go-train'])
})

test('a picture is found by its path and shown by its id', async () => {
  const shown: number[] = []
  const [entry] = imageEntries([{ id: imageId.parse(7), path: 'a/b.jpg' }], (id) => shown.push(id))
  expect(entry?.title).toBe('a/b.jpg')
  await entry?.run()
  expect(shown).toEqual([7])
})

test('projects that cannot be opened, and the open one, are not offered', () => {
  const router = createRouter({ history: createMemoryHistory(), routes: [] })
  const project = (id: string, problem: RecentProject['problem']) => ({
    ...{ id: projectId.parse(id), name: id, directory: `/${id}`, openedAt: 0 },
    ...{ images: 1, seeded: 0, pictures: [], problem },
  })
  const recent = [project('a', null), project('b', 'damaged'), project('c', null)]
  const entries = projectEntries(recent, projectId.parse('a'), router)
  expect(entries.map(({ title }) => title)).toEqual(['c'])
})
