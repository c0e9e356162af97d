import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { imageId } from '../../contract/ids'
import { RestingWorker } from '../resting-worker'
import { temporaryFolder } from '../test-host'
import type { SegmentCalls } from '../workers/segment-calls'
import { PromptLine } from './prompt-line'

/** A process that answers at once, but for a picture called `slow`, over which it never lets go. */
const program = `
process.on('message', ({ id, input, stop }) => {
  if (stop) process.disconnect()
  if (!input) return
  process.send({ id, event: 'guessing' })
  const answer = () => process.send({ id, output: { answer: String(process.pid), model: 'm', choices: [] } })
  if (input.picture.path === 'slow') setTimeout(() => { for (;;); }, 20)
  else setTimeout(answer, input.picture.path === 'later' ? 400 : 0)
})
`

async function started(patience: number) {
  const file = join(await temporaryFolder(), 'worker.mjs')
  await writeFile(file, program)
  const worker = new RestingWorker<SegmentCalls>(pathToFileURL(file), 'segment', 'process')
  onTestFinished(() => worker.stop())
  const line = new PromptLine(worker, patience)
  const ask = (window: symbol, path: string, signal?: AbortSignal) =>
    line.ask(window, () => Promise.resolve(question(path)), signal)
  return { ask }
}

function question(path: string): SegmentCalls['prompt']['input'] {
  const picture = { model: 'm', home: '', image: imageId.parse(1), path, stamp: '', keep: null }
  const prompt = { points: [], box: null, strokes: [], previous: null }
  return { picture: { ...picture, width: 1, height: 1, threads: 1, background: false }, prompt }
}

const [here, there] = [Symbol('here'), Symbol('there')]

it(
  'answers the newest question though the one before never ends',
  { timeout: 20_000 },
  async () => {
    const { ask } = await started(300)
    const before = (await ask(here, 'quick')).answer
    const endless = ask(here, 'slow')
    const cancelled = expect(endless).rejects.toMatchObject({ code: 'CANCELLED' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    const asked = performance.now()
    const newest = await ask(here, 'quick')
    await cancelled
    expect(performance.now() - asked).toBeLessThan(8000)
    // The process was ended for it, and another one answered.
    expect(newest.answer).not.toBe(before)
  },
)

it('lets the questions of other windows be, and ends none that comes to its end', async () => {
  const { ask } = await started(1000)
  const pid = (await ask(here, 'quick')).answer
  const elsewhere = ask(there, 'later')
  const older = ask(here, 'later')
  const cancelled = expect(older).rejects.toMatchObject({ code: 'CANCELLED' })
  expect((await ask(here, 'quick')).answer).toBe(pid)
  await cancelled
  expect((await elsewhere).answer).toBe(pid)
})

it('leaves as soon as its window does', async () => {
  const { ask } = await started(1000)
  const leaving = new AbortController()
  const asked = ask(here, 'later', leaving.signal)
  leaving.abort(new Error('gone'))
  await expect(asked).rejects.toThrow('gone')
  await expect(ask(here, 'quick')).resolves.toBeDefined()
})
