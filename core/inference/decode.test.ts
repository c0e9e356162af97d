import { execFileSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { probe, thumbnail } from './decode'
import { decodeSquare } from './read-square'
import { pictureFolder, plain, redThenBlue } from './test-pictures'

const { put, at } = await pictureFolder()

/** RGB at (x, y) of planes [3, side, side], back in 0..255. */
function pixelAt(planes: Float32Array, side: number, x: number, y: number): number[] {
  return [0, 1, 2].map((c) =>
    Math.round(((planes[c * side * side + y * side + x] ?? NaN) + 1) * 127.5),
  )
}

function expectNear(actual: readonly number[], wanted: readonly number[], within = 12): void {
  for (const [i, value] of wanted.entries()) {
    expect(Math.abs((actual[i] ?? NaN) - value), String(actual)).toBeLessThanOrEqual(within)
  }
}

describe('every format', async () => {
  const picture = redThenBlue()
  const files = {
    jpeg: await picture.clone().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
    png: await picture.clone().png().toBuffer(),
    webp: await picture.clone().webp({ lossless: true }).toBuffer(),
    gif: await picture.clone().gif().toBuffer(),
    tiff: await picture.clone().tiff({ compression: 'lzw' }).toBuffer(),
    avif: await picture.clone().avif({ quality: 90 }).toBuffer(),
  }
  it.each(Object.entries(files))('reads %s: size, format and colours', async (format, data) => {
    const path = await put(`colours.${format}`, data)
    expect(await probe(path)).toEqual({ width: 40, height: 20, format })
    const square = await decodeSquare(path, 32)
    expect(square).toHaveLength(3 * 32 * 32)
    expectNear(pixelAt(square, 32, 4, 16), [255, 0, 0])
    expectNear(pixelAt(square, 32, 28, 16), [0, 0, 255])
  })

  it('goes by what a file is, not by its name', async () => {
    expect(await probe(await put('in-truth-a-png.jpg', files.png))).toMatchObject({ format: 'png' })
  })

  it.each(['é.jpg', '漢字.jpg', '🦊 fox.jpg', 'صورة.jpg', 'a[1].jpg', 'per%20cent#?.jpg'])(
    'reads a file called %s',
    async (name) => {
      const path = await put(name, files.jpeg)
      expect(await probe(path)).toMatchObject({ width: 40 })
      expect(await decodeSquare(path, 8)).toHaveLength(192)
    },
  )
})

describe('orientation', () => {
  // Where red, the left half as stored, is after each EXIF orientation is applied.
  const redAt = {
    ...{ 1: [4, 16], 2: [28, 16], 3: [28, 16], 4: [4, 16] },
    ...{ 5: [16, 4], 6: [16, 4], 7: [16, 28], 8: [16, 28] },
  }
  it.each(Object.entries(redAt))('%s is applied', async (orientation, [x = 0, y = 0]) => {
    const turned = redThenBlue()
      .withMetadata({ orientation: Number(orientation) })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    const path = await put(`turned-${orientation}.jpg`, await turned.toBuffer())
    const upright = Number(orientation) < 5 ? [40, 20] : [20, 40]
    const { width, height } = await probe(path)
    expect([width, height]).toEqual(upright)
    expectNear(pixelAt(await decodeSquare(path, 32), 32, x, y), [255, 0, 0])
    const small = await sharp(await thumbnail(path, 30, 'jpeg')).metadata()
    expect([small.width, small.height]).toEqual(upright.map((edge) => edge * 0.75))
  })
})

describe('every kind of pixel', () => {
  const green = () => plain('#00ff00')
  const kinds = {
    'cmyk.jpg': () => plain('#ffffff').toColourspace('cmyk').jpeg().toBuffer(),
    'sixteen-bit.png': () => green().toColourspace('rgb16').png().toBuffer(),
    'sixteen-bit.tiff': () => green().toColourspace('rgb16').tiff().toBuffer(),
    'palette.png': () => green().png({ palette: true }).toBuffer(),
    'grey.jpg': () => plain('#808080').greyscale().jpeg().toBuffer(),
    'grey-16.png': () => plain('#808080').toColourspace('grey16').png().toBuffer(),
    'clear.png': () => sharp(Buffer.alloc(3200), raw(40, 20)).png().toBuffer(),
    'one-pixel.png': () => plain('#00ff00', 1, 1).png().toBuffer(),
    'strip.png': () => plain('#00ff00', 1, 3000).png().toBuffer(),
  }
  const wanted: Record<string, number[]> = {
    ...{ 'cmyk.jpg': [255, 255, 255], 'clear.png': [255, 255, 255] },
    ...{ 'grey.jpg': [128, 128, 128], 'grey-16.png': [128, 128, 128] },
  }
  it.each(Object.entries(kinds))('%s becomes RGB', async (name, make) => {
    const path = await put(name, await make())
    expectNear(pixelAt(await decodeSquare(path, 8), 8, 4, 4), wanted[name] ?? [0, 255, 0])
    expect((await sharp(await thumbnail(path, 16, 'webp')).metadata()).format).toBe('webp')
  })

  it('takes the first frame of an animation', async () => {
    const frames = [plain('red'), plain('blue')].map((frame) => frame.png().toBuffer())
    const animation = sharp(await Promise.all(frames), { join: { animated: true } })
    const path = await put('moving.gif', await animation.gif({ delay: [100, 100] }).toBuffer())
    expect(await probe(path)).toEqual({ width: 40, height: 20, format: 'gif' })
    expectNear(pixelAt(await decodeSquare(path, 8), 8, 4, 4), [255, 0, 0])
  })

  it('reads 100 megapixels', async () => {
    const huge = await plain('#00ff00', 10_000, 10_000).png({ compressionLevel: 1 }).toBuffer()
    const path = await put('huge.png', huge)
    expect(await probe(path)).toMatchObject({ width: 10_000, height: 10_000 })
    expectNear(pixelAt(await decodeSquare(path, 8), 8, 4, 4), [0, 255, 0])
  })
})

const raw = (width: number, height: number) => ({ raw: { width, height, channels: 4 } }) as const

describe('what cannot be read', () => {
  const problem = (path: string) =>
    Promise.allSettled([probe(path), decodeSquare(path, 8)]).then((results) =>
      results.map((result) => (result.status === 'rejected' ? (result.reason as unknown) : 'read')),
    )
  async function expectReason(path: string, reason: RegExp): Promise<void> {
    const message = expect.stringMatching(reason) as unknown
    const failure = expect.objectContaining({ code: 'IMAGE_UNREADABLE', path, message }) as unknown
    expect(await problem(path)).toEqual([failure, failure])
  }
  const noise = Buffer.from(Array.from({ length: 90 * 90 * 3 }, (_, i) => (i * 7919) % 251))
  const noisy = sharp(noise, { raw: { width: 90, height: 90, channels: 3 } })

  it('says that a file is empty', async () => {
    await expectReason(await put('zero.jpg', ''), /empty/)
  })
  it('says that a text is no picture', async () => {
    await expectReason(await put('notes.jpg', 'dear diary, today'), /not a picture/)
  })
  it('says that a drawing is no picture', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    const path = await put('drawing.png', svg)
    await expect(probe(path)).rejects.toThrow(/not a picture/)
  })
  it('says that a file or folder is gone or no file', async () => {
    await expectReason(at('gone.jpg'), /not there/)
    await mkdir(at('folder.jpg'))
    await expectReason(at('folder.jpg'), /not a file/)
  })
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'says that a %s is cut off, wherever it is cut',
    async (format) => {
      const whole = await noisy.clone().toFormat(format).toBuffer()
      for (const share of [0.1, 0.5, 0.9]) {
        const part = whole.subarray(0, Math.floor(whole.length * share))
        await expectReason(await put(`part-${share}.${format}`, part), /cut off|not a picture/)
      }
    },
  )
  it('says that a picture has too many pixels, without decoding it', async () => {
    const png = await plain('red').png().toBuffer()
    png.writeUInt32BE(20_000, 16)
    png.writeUInt32BE(20_000, 20)
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
    await expectReason(await put('bomb.png', png), /268 megapixels/)
  })
  it('says that HEIC is not supported', async () => {
    const head = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
    await expectReason(await put('phone.heic', head), /HEIC/)
  })
  it.runIf(process.platform !== 'win32')('does not wait for a pipe', async () => {
    execFileSync('mkfifo', [at('pipe.jpg')])
    await expect(probe(at('pipe.jpg'))).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' })
  })
})

it('accepts a JPEG with a film behind its end', async () => {
  const jpeg = await plain('red').jpeg().toBuffer()
  const path = await put('motion.jpg', Buffer.concat([jpeg, Buffer.alloc(200_000, 1)]))
  expect(await probe(path)).toMatchObject({ width: 40 })
})

it('makes thumbnails that fit the edge and are never enlarged', async () => {
  const path = await put('thumb.png', await plain('red', 400, 100).png().toBuffer())
  const small = await sharp(await thumbnail(path, 160, 'jpeg')).metadata()
  expect(small).toMatchObject({ width: 160, height: 40, format: 'jpeg' })
  expect(await sharp(await thumbnail(path, 640, 'webp')).metadata()).toMatchObject({ width: 400 })
})
