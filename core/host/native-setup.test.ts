import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'

// Of this test's own data, and of nobody's library that a variable names.
beforeEach(() => {
  vi.stubEnv('SINGLET_TENSORFLOW_HOME', undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

it('a setup that cannot be done fails as a job, says why, and leaves nothing behind', async () => {
  const data = await temporaryFolder()
  const { client } = await openWebDoor(startHost(data))
  expect(await client.native.installed()).toBeNull()
  const wish = { variant: 'cpu', files: [join(data, 'absent.whl')] } as const
  const plan = await client.native.plan({ ...wish, files: [...wish.files] })
  expect(plan).toMatchObject({ downloadBytes: 0, folder: join(data, 'tensorflow') })
  const { job } = await client.native.install({ ...wish, files: [...wish.files] })
  const end = await untilEnded(client, job)
  expect(end).toMatchObject({ kind: 'setup', state: 'failed', resumable: true })
  // What is missing on a machine without a compiler is said first.
  const [obstacle] = plan.obstacles
  expect(end.failure?.message).toBe(obstacle?.message ?? 'There is no such file or folder.')
  expect(end.failure?.advice).toMatch(/\w/)
  expect(await readdir(join(data, 'tensorflow'))).toEqual([])
  await client.native.remove()
  expect(await client.native.installed()).toBeNull()
})
