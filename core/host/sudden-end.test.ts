import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import type { ImageId } from '../contract/ids'
import { builtFolder, connect, openWebDoor, startHost, temporaryFolder } from './test-host'
import { decision, makeProject } from './test-pictures'

/** The built host as a process of its own, as `npm run start:browser` starts it. */
async function startProcess(dataDirectory: string) {
  const entry = fileURLToPath(new URL('web-entry.js', builtFolder))
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, SINGLET_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  await expect.poll(() => printed, { timeout: 20_000 }).toContain('#token=')
  const { origin, hash } = new URL(/http\S+/.exec(printed)?.[0] ?? '')
  return {
    client: await connect(origin, hash.replace('#token=', '')),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

it.each([5, 40])(
  'a host that is killed after %i decisions of a stream has kept every acknowledged one',
  async (before) => {
    const folder = await temporaryFolder()
    const running = await startProcess(join(folder, 'data'))
    const { client } = running
    const { id: project, directory } = await makeProject(client, folder, { pictures: 20 })
    const page = { project, order: 'folder', status: null, offset: 0, limit: 20 } as const
    const images = (await client.images.page(page)).items.map(({ id }) => id)
    const classes = await client.classes.list({ project })

    const acknowledged: { image: ImageId; class: number; revision: number }[] = []
    let failed = 0
    const killing: Promise<void>[] = []
    // Several gestures are under way at any moment: the host dies between any two of their steps.
    const stream = async (lane: number) => {
      for (let n = lane; n < images.length * classes.length; n += 4) {
        const [image, cls] = [images[n % images.length], classes[Math.floor(n / images.length)]]
        if (image === undefined || !cls) return
        const decisions = [decision(image, cls.id)]
        try {
          const { revision } = await client.labels.decide({
            project,
            view: 'label',
            ms: 1,
            decisions,
          })
          acknowledged.push({ image, class: cls.id, revision })
        } catch {
          // Nobody was told that this one is stored.
          failed++
          return
        }
        if (acknowledged.length === before) killing.push(running.kill())
      }
    }
    await Promise.all([0, 1, 2, 3].map(stream))
    await Promise.all(killing)
    expect(acknowledged.length).toBeGreaterThanOrEqual(before)
    expect(failed).toBeGreaterThan(0)

    const host = startHost(join(folder, 'data'))
    expect(await host.operations.checkProject(directory, false)).toEqual([])
    const again = (await openWebDoor(host)).client
    await again.projects.open({ directory })
    for (const { image, class: cls } of acknowledged) {
      expect((await again.images.get({ project, image })).present).toContain(cls)
    }
    const { revision } = await again.projects.summary({ project })
    expect(revision).toBeGreaterThanOrEqual(Math.max(...acknowledged.map((one) => one.revision)))
    expect((await again.labels.undo({ project })).images).toHaveLength(1)
  },
  60_000,
)
