import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { renderSvg } from '../inference/render-svg'

/** A new folder for one test, and how to take it away again. */
export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-dataset-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Writes files by their relative path, making their folders. */
export async function writeFiles(
  folder: string,
  files: Record<string, string | Uint8Array>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}

/** A plain JPEG of a size. */
export async function makeJpeg(width: number, height: number): Promise<Buffer> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1" fill="#58a"/></svg>'
  return await renderSvg(svg, width, height)
}

/** A signal that nobody aborts. */
export const never: AbortSignal = new AbortController().signal
