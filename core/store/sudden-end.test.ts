import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { probeProject } from './probe'
import { openProjectStore } from './project-store'
import { testProject } from './test-project'

// Below node_modules, so that the built program finds its packages.
const outDir = resolve('node_modules/.cache/singlet-store-test', String(process.pid))
const program = resolve(outDir, 'child-writer.js')
const now = Date.now

beforeAll(async () => {
  const vite = resolve('node_modules/vite/bin/vite.js')
  const entry = fileURLToPath(new URL('./child-writer.ts', import.meta.url))
  const options = ['build', '--ssr', entry, '--outDir', outDir, '--logLevel', 'error']
  await promisify(execFile)(process.execPath, [vite, ...options])
})
afterAll(() => rm(outDir, { recursive: true, force: true }))

/** Collects what the child says, and answers when it said enough. */
function listen(child: ChildProcess) {
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return {
    lines: () => text.split('\n').filter((line) => line !== ''),
    atLeast: (count: number) =>
      expect.poll(() => text.split('\n').length, { timeout: 20_000 }).toBeGreaterThan(count),
  }
}

describe('a process that decides', () => {
  it.each([1, 12, 31])(
    'and is killed after %i batches has stored every one that it was told of',
    async (batches) => {
      const { store, directory } = await testProject(40, 3)
      await store.close()
      const child = spawn(process.execPath, [program, directory])
      const heard = listen(child)
      await heard.atLeast(batches)
      await expect(openProjectStore(directory, { mode: 'write', now })).rejects.toMatchObject({
        code: 'PROJECT_LOCKED',
      })
      expect(await probeProject(directory)).toMatchObject({ images: 40, problem: 'locked' })
      child.kill('SIGKILL')
      await once(child, 'close')
      const acknowledged = Number(heard.lines().at(-1))
      expect(acknowledged).toBeGreaterThanOrEqual(batches)
      const again = await openProjectStore(directory, { mode: 'write', now })
      const { revision, decisions } = await again.summary()
      expect(revision).toBeGreaterThanOrEqual(acknowledged)
      expect(decisions).toBe(revision * 40)
      expect(await again.segments.counts()).toMatchObject([{ state: 'kept', n: revision }])
      expect(await again.check()).toEqual([])
      await again.close()
    },
  )

  it.runIf(process.platform === 'linux')(
    'on a disk without room says DISK_FULL and keeps what it was told of',
    async () => {
      const { store, directory } = await testProject(40, 3)
      await store.close()
      // A limit on file size is the nearest to a full disk that needs no rights of its own.
      const limited = `trap '' XFSZ; ulimit -f 600; exec "$0" "$@"`
      const child = spawn('bash', ['-c', limited, process.execPath, program, directory])
      const heard = listen(child)
      await once(child, 'close')
      expect(heard.lines().at(-1)).toBe('DISK_FULL')
      const acknowledged = Number(heard.lines().at(-2))
      expect(acknowledged).toBeGreaterThan(5)
      const again = await openProjectStore(directory, { mode: 'write', now })
      expect((await again.summary()).revision).toBe(acknowledged)
      expect(await again.check()).toEqual([])
      await again.decisions.undo()
      await again.close()
    },
  )
})
