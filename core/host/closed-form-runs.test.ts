import { readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRunHead, runDirectory } from './run-files'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { makeProject, seed } from './test-pictures'

const PICTURES = 30

async function trained(method: string) {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  const { client } = await openWebDoor(host)
  const { id: project, directory } = await makeProject(client, folder, { pictures: PICTURES })
  await seed(client, project, PICTURES - 4)
  const { job } = await client.training.start({ project, choice: { method, device: 'wasm' } })
  expect((await untilEnded(client, job)).failure).toBeNull()
  const [run] = await client.training.runs({ project })
  if (!run) throw new Error('no run')
  const own = runDirectory(directory, run.id)
  return { folder, host, client, project, run, own }
}

const EXPERTS = [
  ['ensemble', ['kernel', 'attention', 'lda']],
  ['kernel-ridge', ['kernel']],
  ['ridge', ['ridge']],
  ['lda', ['lda']],
] as const

describe('a run that was solved for', () => {
  it.each(EXPERTS)('is stored, drawn and taken away: %s', async (method, experts) => {
    const { folder, host, client, project, run, own } = await trained(method)
    const head = await readRunHead(own)
    if (head.kind !== 'closed-form') throw new Error('It is of another kind.')
    expect(Object.keys(head.experts)).toEqual(experts)

    const [image] = await host.services.projects.get(project).store.images.all()
    const drawn = []
    for (const label of await client.classes.list({ project })) {
      const path = `/media/${project}/${image?.id}/heat/${run.id}/${label.id}`
      const answer = await host.media(path, new AbortController().signal)
      expect(answer).toMatchObject({ status: 200, type: 'image/png' })
      drawn.push(Buffer.from(answer.body).toString('base64'))
    }
    // Three pictures of nothing would be the same.
    expect(new Set(drawn).size).toBeGreaterThan(1)

    // The export runs its file and compares it with the scores of the run before it is done.
    const directory = join(folder, 'taken away')
    const order = { project, format: 'onnx', directory, run: run.id }
    const { job } = await client.exports.start(order)
    expect((await untilEnded(client, job)).failure).toBeNull()
    const card = await readFile(join(directory, 'MODEL_CARD.md'), 'utf8')
    expect(card.includes('no other side')).toBe(method === 'ensemble')
  })

  it('has no loss landscape, and says so', async () => {
    const { host, client, project, run } = await trained('ridge')
    const { store } = host.services.projects.get(project)
    const [image] = await store.images.all()
    const [label] = await client.classes.list({ project })
    if (!image || !label) throw new Error('The project is empty.')
    await store.truth.set([{ image: image.id, class: label.id }])
    const question = { project, runs: [run.id], what: 'landscape' as const, class: null }
    const { notes, panels } = await client.analyses.figure(question)
    expect(notes[0]).toMatch(/left out.*solved for and has no weights to walk along/)
    expect(panels[0]?.lines).toEqual([])
  })

  it('says that it has no classifier when its file was cut short', async () => {
    const { own } = await trained('kernel-ridge')
    const file = join(own, 'head.safetensors')
    await truncate(file, (await stat(file)).size - 100)
    await expect(readRunHead(own)).rejects.toMatchObject({ code: 'NOT_FOUND', path: own })
  })
})
