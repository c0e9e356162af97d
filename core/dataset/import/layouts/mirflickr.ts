import { join } from 'node:path'
import { DatasetBuilder } from '../dataset-builder'
import { bestRoot } from '../image-root'
import type { ImportedDataset } from '../imported-dataset'
import { MIRFLICKR_POTENTIAL, MIRFLICKR_RELEVANT } from './known-classes'
import { addClasses, addLabelled, type Layout, linesOf, requirePath } from './layout'

const IMAGES = 25_000

/** Every concept has a list of image numbers; `im7.jpg` is number 7. There is no official split. */
function mirflickr(id: string, title: string, concepts: readonly string[]): Layout {
  return {
    id,
    title,
    marks: ['plant_life.txt', 'structures.txt', 'sunset.txt'],
    inside: [
      'mirflickr25k_annotations_v080',
      'annotations_v080',
      'annotations',
      'mirflickr/annotations',
    ],
    read: (folder, signal) => readMirflickr(folder, concepts, signal),
  }
}

/** MIRFlickr-25k with the 24 concepts that are potentially visible: the choice by default. */
export const mirflickr24 = mirflickr('mirflickr', 'MIRFlickr-25k, 24 concepts', MIRFLICKR_POTENTIAL)

/** The same with the 14 lists of pictures in which a concept is relevant as classes of their own. */
export const mirflickr38 = mirflickr('mirflickr-38', 'MIRFlickr-25k, 38 concepts', [
  ...MIRFLICKR_POTENTIAL,
  ...MIRFLICKR_RELEVANT.map((concept) => `${concept}_r1`),
])

async function readMirflickr(
  folder: string,
  concepts: readonly string[],
  signal: AbortSignal,
): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  addClasses(builder, concepts)
  const present: number[][] = Array.from({ length: IMAGES }, () => [])
  for (const [index, concept] of concepts.entries()) {
    const path = await requirePath(folder, [`${concept}.txt`])
    for (const { text, line } of await linesOf(path, signal)) {
      const held = /^\d+$/.test(text) ? present[Number(text) - 1] : undefined
      if (held) held.push(index)
      else
        builder.report(line, `${concept}.txt: "${text.slice(0, 40)}" is no image from 1 to 25000.`)
    }
  }
  const listed = present.map((held, i) => ({
    file: `im${i + 1}.jpg`,
    present: [...new Set(held)],
    split: null,
  }))
  addLabelled(builder, listed)
  const places = ['', 'mirflickr', 'images', 'mirflickr25k', '..', '../mirflickr', '../images']
  const roots = places.map((place) => join(folder, place))
  return builder.build(await bestRoot(roots, ['im1.jpg', 'im2.jpg', 'im25000.jpg']), true)
}
