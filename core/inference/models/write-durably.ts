import { open, rename } from 'node:fs/promises'

/** A text under its name only when it is whole on the disk. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`
  const file = await open(partial, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(partial, path)
}
