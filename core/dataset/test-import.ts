import { afterEach, beforeEach } from 'vitest'
import { importDataset } from './import/formats'
import type { ImportedDataset } from './import/imported-dataset'
import { makeFolder, never, writeFiles } from './test-files'

/** A new folder before each test of a file, and what an import makes of it. */
export function importTests() {
  const state = { folder: '', remove: () => Promise.resolve() }
  beforeEach(async () => {
    Object.assign(state, await makeFolder())
  })
  afterEach(() => state.remove())
  return {
    folder: () => state.folder,
    write: (files: Record<string, string | Uint8Array>) => writeFiles(state.folder, files),
    /** Writes further files, then imports the folder in the format that is found out. */
    read: async (
      files: Record<string, string | Uint8Array>,
      format: string | null = null,
    ): Promise<ImportedDataset> => {
      await writeFiles(state.folder, files)
      return await importDataset(state.folder, format, never)
    },
  }
}

/** One text an image: its file, its part, its classes. */
export function summaryOf({ images, classes }: ImportedDataset): string[] {
  return images.map(({ file, split, labels }) => {
    const names = labels.map((label) => classes[label.class] ?? '')
    return `${file} ${split ?? '-'}: ${names.join(', ')}`
  })
}

/** The same files but one. */
export function without<T>(files: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => path !== name))
}
