import { join } from 'node:path'
import { renderSvg } from '../../inference/render-svg'
import { splitImages } from '../../kernel/single-positive'
import { writeFileAtomic } from '../../store/files'
import { drawScene, sampleClasses } from './draw-scene'
import { pictureHeight, pictureWidth } from './scene'

interface SampleOptions {
  count: number
  seed: number
}

/** What *Try the sample* draws: enough to learn from, little enough for five minutes. */
export const sampleDefaults: SampleOptions = { count: 640, seed: 1200 }

const validationShare = 100 / 640
const atOnce = 8

interface SampleImage {
  file: string
  labels: string[]
  split: 'train' | 'val'
}

/**
 * Draws pictures into `images/` of a folder and, at the end, `labels.json` with what is in them.
 * The same options give the same pictures. Throws DISK_FULL, and the signal's reason when aborted.
 */
export async function* drawSample(
  directory: string,
  { count, seed }: SampleOptions,
  signal: AbortSignal,
): AsyncGenerator<{ done: number; total: number }> {
  const validation = new Set(splitImages(count, validationShare, seed).validation)
  const images: SampleImage[] = []
  for (let start = 0; start < count; start += atOnce) {
    signal.throwIfAborted()
    const indices = Array.from({ length: Math.min(atOnce, count - start) }, (_, i) => start + i)
    const drawn = indices.map((index) => drawOne(directory, index, seed, validation.has(index)))
    images.push(...(await Promise.all(drawn)))
    yield { done: images.length, total: count }
  }
  await writeFileAtomic(join(directory, 'labels.json'), labelFile(images))
}

async function drawOne(
  directory: string,
  index: number,
  seed: number,
  validates: boolean,
): Promise<SampleImage> {
  const { svg, labels } = drawScene(seed * 1_000_003 + index)
  const file = `images/${String(index + 1).padStart(4, '0')}.jpg`
  await writeFileAtomic(join(directory, file), await renderSvg(svg, pictureWidth, pictureHeight))
  return { file, labels, split: validates ? 'val' : 'train' }
}

function labelFile(images: SampleImage[]): string {
  const lines = images.map((image) => JSON.stringify(image)).join(',\n')
  return `{"classes": ${JSON.stringify(sampleClasses)}, "images": [\n${lines}\n]}\n`
}
