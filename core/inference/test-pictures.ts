import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll } from 'vitest'

/** A folder that goes away with the test file, and ways to put pictures in it. */
export async function pictureFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-pictures-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const at = (name: string): string => join(folder, name)
  return {
    folder,
    at,
    put: async (name: string, data: Uint8Array | string): Promise<string> => {
      await writeFile(at(name), data)
      return at(name)
    },
  }
}

/** 40 x 20: left half red, right half blue, so that every turn and mirror shows. */
export function redThenBlue() {
  const pixels = Buffer.alloc(40 * 20 * 3)
  for (let i = 0; i < 800; i++) pixels[i * 3 + (i % 40 < 20 ? 0 : 2)] = 255
  return sharp(pixels, { raw: { width: 40, height: 20, channels: 3 } })
}

export const plain = (colour: string, width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: colour } })
