import { dirname } from 'node:path'
import { z } from 'zod'
import { DatasetBuilder } from './dataset-builder'
import type { ImportedDataset } from './imported-dataset'
import { readJson } from './read-json'

const schema = z.object({
  classes: z.array(z.string()),
  images: z.array(
    z.object({
      file: z.string(),
      labels: z.array(z.string()),
      split: z.enum(['train', 'val', 'validation']).optional(),
    }),
  ),
})

/**
 * Reads `labels.json`: `{"classes": [...], "images": [{"file", "labels", "split"}]}`, complete
 * labels for every image, file names relative to the folder of the file.
 */
export async function readSingletLabels(
  path: string,
  signal: AbortSignal,
): Promise<ImportedDataset> {
  const data = await readJson(path, schema, signal)
  const builder = new DatasetBuilder()
  for (const name of data.classes) {
    const before = builder.classes.length
    if (builder.addClass(name, null) !== null && builder.classes.length === before) {
      builder.report(null, `The class "${name}" is listed twice.`)
    }
  }
  for (const { file, labels, split } of data.images) {
    const image = builder.addImage(file, null)
    if (image === null) continue
    image.split = split === 'val' ? 'validation' : (split ?? null)
    for (const name of labels) {
      const index = builder.addClass(name, null)
      if (index !== null) builder.setLabel(image, index, 'present')
    }
  }
  return builder.build(dirname(path), true)
}
