import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSam } from '../../../segmentation/sam/open-sam'
import { makeTimingSam } from './timing-sam'

it('answers a click and a correction with numbers, by as many weights as MobileSAM has', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-timing-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const model = await makeTimingSam(folder)
  // Exported with its own weights it has 16.5 MB.
  expect((await stat(model.decoder)).size / 1e6).toBeGreaterThan(16)
  expect((await stat(model.decoder)).size / 1e6).toBeLessThan(21)
  const sam = await openSam(model, { threads: 1 })
  const picture = { width: 64, height: 48, data: new Uint8Array(64 * 48 * 3).fill(90) }
  const embedding = await sam.embed(picture)
  const ask = async (x: number, previous: Float32Array | null) => {
    const prompt = { points: [{ x, y: 20, positive: true }], box: null, strokes: [], previous }
    return sam.guess(embedding, prompt)
  }
  const first = await ask(30, null)
  expect(first.map(({ width, height }) => [width, height])).toEqual(Array(3).fill([256, 192]))
  const [refined] = await ask(12, first[0]?.memory ?? null)
  expect(refined?.logits.every(Number.isFinite)).toBe(true)
  expect(refined?.logits).not.toEqual(first[0]?.logits)
  await sam.close()
})
