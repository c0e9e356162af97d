import { stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { noteClosed, takeClosedNote } from './clean-close'
import { projectPaths } from './files'
import { openProjectStore } from './project-store'
import { temporaryFolder, testProject, tickingClock } from './test-project'

async function closedProject() {
  const { store, directory } = await testProject(3, 2)
  await store.close()
  return { directory, ...projectPaths(directory) }
}

it('a project that was closed and not touched since is as it was closed, once', async () => {
  const { directory } = await closedProject()
  expect(await takeClosedNote(directory)).toBe(true)
  expect(await takeClosedNote(directory)).toBe(false)
})

it('a file of another size or time is not as it was closed', async () => {
  const { directory, database } = await closedProject()
  const { atime, mtimeMs } = await stat(database)
  await utimes(database, atime, new Date(mtimeMs + 5000))
  expect(await takeClosedNote(directory)).toBe(false)
})

it('half a note is none', async () => {
  const { directory, closed } = await closedProject()
  await writeFile(closed, '{"bytes": 12')
  expect(await takeClosedNote(directory)).toBe(false)
})

it('an open project has no note: whoever finds it after a sudden end reads it whole', async () => {
  const { directory } = await closedProject()
  const store = await openProjectStore(directory, { mode: 'write', now: tickingClock() })
  expect(await takeClosedNote(directory)).toBe(false)
  await store.close()
})

it('a file that was cut off after it was closed is found out', async () => {
  const { directory, database } = await closedProject()
  await truncate(database, 8192)
  const opening = openProjectStore(directory, { mode: 'write', now: tickingClock() })
  await expect(opening).rejects.toMatchObject({ code: 'PROJECT_DAMAGED' })
})

it('a folder without a project says so', async () => {
  await expect(noteClosed(await temporaryFolder())).rejects.toMatchObject({ code: 'ENOENT' })
})
