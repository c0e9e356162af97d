import { decodeRle } from '../../kernel/mask/rle'
import { drawing } from '../../kernel/mask/test-bitmap'
import { makeFolder, never, writeFiles } from '../test-files'
import { importDataset } from './formats'
import type { ImportedDataset } from './imported-dataset'

/** What an import with masks makes of a folder with these files. */
export async function readMasks(
  files: Record<string, string | Uint8Array>,
  format: string | null = null,
) {
  const { folder, remove } = await makeFolder()
  try {
    await writeFiles(folder, files)
    return await importDataset(folder, format, never, { masks: true })
  } finally {
    await remove()
  }
}

export const reasons = ({ problems }: ImportedDataset) => problems.map(({ reason }) => reason)

/** Pictures of all masks, each after its class; of outlines the number of corners. */
export function masksOf({ images, classes }: ImportedDataset): string[][] {
  return images.flatMap(({ segments = [] }) =>
    segments.map(({ class: index, mask }) => [
      classes[index ?? -1] ?? '',
      ...('counts' in mask
        ? drawing(decodeRle(mask))
        : mask.rings.map((ring) => String(ring.length))),
    ]),
  )
}
