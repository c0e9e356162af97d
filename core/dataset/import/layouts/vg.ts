import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DatasetBuilder } from '../dataset-builder'
import { type ImportedDataset, invalid } from '../imported-dataset'
import { readJson } from '../read-json'
import { addClasses, addListed, findPath, type Layout, linesOf, requirePath } from './layout'

/** Indices of the classes that a picture holds, by its file name. */
const labelIndex = z.record(z.string(), z.array(z.int().nonnegative()))
const classNames = z.union([z.array(z.string()), z.record(z.string(), z.int().nonnegative())])

/**
 * The most frequent objects of Visual Genome, as SSGRL distributes its choice of 500:
 * `train_list_500.txt`, `test_list_500.txt` and `vg_category_500_labels_index.json` beside the
 * pictures (`VG_100K`, `VG_100K_2`). It has no names for the classes; a `vg_category_500.json` (a list
 * of names, or their numbers by name) or a `classes.txt` gives them. Other sizes work alike.
 */
export const visualGenome: Layout = {
  id: 'vg-500',
  title: 'Visual Genome, 500 classes',
  marks: [/^train_list_\d+\.txt$/, /^vg_category_\d+_labels_index\.json$/],
  inside: ['VG', 'ssgrl_partition', 'data/VG'],
  read: readVisualGenome,
}

async function readVisualGenome(folder: string, signal: AbortSignal): Promise<ImportedDataset> {
  const names = await readdir(folder)
  const size = names.flatMap(
    (name) => /_(\d+)(?:_labels_index)?\.(txt|json)$/.exec(name)?.[1] ?? [],
  )
  const count = Number(size[0] ?? 500)
  const indexPath = await requirePath(folder, [`vg_category_${count}_labels_index.json`])
  const labels = await readJson(indexPath, labelIndex, signal)
  const builder = new DatasetBuilder()
  addClasses(builder, await namesOf(builder, folder, count, signal))
  for (const [part, split] of [
    ['train', 'train'],
    ['test', 'validation'],
  ] as const) {
    const list = await requirePath(folder, [`${part}_list_${count}.txt`])
    let unlabelled = 0
    for (const { text, line } of await linesOf(list, signal)) {
      const present = labels[text]
      if (present === undefined) {
        unlabelled += 1
        continue
      }
      const wrong = present.find((index) => index >= count)
      if (wrong !== undefined) throw invalid(list, `${text} has class ${wrong} of ${count}.`, line)
      addListed(builder, { file: text, present: present.toSorted((a, b) => a - b), split })
    }
    if (unlabelled > 0) builder.report(null, `${unlabelled} pictures of ${part} have no labels.`)
  }
  return builder.build(await rootOf(folder), true)
}

async function namesOf(
  builder: DatasetBuilder,
  folder: string,
  count: number,
  signal: AbortSignal,
): Promise<string[]> {
  const json = await findPath(folder, [
    `vg_category_${count}.json`,
    'vg_category_1000.json',
    'vg_category_name_to_id.json',
  ])
  const text = await findPath(folder, ['classes.txt', `vg_category_${count}.txt`])
  const given = json
    ? inOrder(await readJson(json, classNames, signal))
    : text
      ? (await linesOf(text, signal)).map((line) => line.text)
      : []
  if (given.length >= count) return given.slice(0, count)
  builder.report(null, 'The files name no class; put a classes.txt beside them, one name a line.')
  return Array.from({ length: count }, (_, i) => `class ${i + 1}`)
}

function inOrder(names: z.infer<typeof classNames>): string[] {
  if (Array.isArray(names)) return names
  const pairs = Object.entries(names).sort(([, a], [, b]) => a - b)
  return pairs.map(([name]) => name)
}

/** Where the folders of pictures are: here or above; file names are found in any of them. */
async function rootOf(folder: string): Promise<string> {
  for (const root of [folder, join(folder, '..')]) {
    if ((await findPath(root, ['VG_100K', 'VG_100K_2'])) !== null) return root
  }
  return (await findPath(folder, ['images'])) ?? folder
}
