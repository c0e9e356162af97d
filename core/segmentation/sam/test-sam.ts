import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { writeTestSam } from '../../inference/sam/test-models'
import type { TestKind } from '../../inference/sam/test-models'
import type { Guess, Prompt, RgbPicture, Segmenter } from '../segmenter'
import { openSam } from './open-sam'

/** A made-up segmenter in a folder that goes with the test. */
export async function testSam(kind: TestKind): Promise<Segmenter> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-sam-'))
  const files = await writeTestSam(folder, kind)
  const sam = await openSam({ id: kind, title: kind, folder, ...files }, { threads: 1 })
  onTestFinished(async () => {
    await sam.close()
    await rm(folder, { recursive: true, force: true })
  })
  return sam
}

/** Red on the left, blue on the right. */
export function redAndBlue(width: number, height: number): RgbPicture {
  const data = new Uint8Array(3 * width * height)
  for (let i = 0; i < width * height; i++) data[3 * i + (i % width < width / 2 ? 0 : 2)] = 255
  return { width, height, data }
}

export function prompt(part: Partial<Prompt>): Prompt {
  return { points: [], box: null, strokes: [], previous: null, ...part }
}

export const at = (x: number, y: number, positive = true) => ({ x, y, positive })

/** Cells of the raster that are inside. */
export const inside = ({ logits }: Guess): number => logits.filter((logit) => logit > 0).length

/** Where the middle of a mask lies, in pixels of a picture. */
export function middleOf(
  { logits, width, height }: Guess,
  picture: { readonly width: number; readonly height: number },
): { x: number; y: number } {
  let [x, y, count] = [0, 0, 0]
  for (const [i, logit] of logits.entries()) {
    if (logit <= 0) continue
    x += (i % width) + 0.5
    y += Math.floor(i / width) + 0.5
    count++
  }
  return { x: ((x / count) * picture.width) / width, y: ((y / count) * picture.height) / height }
}
