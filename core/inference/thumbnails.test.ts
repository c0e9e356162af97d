import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { Thumbnails } from './thumbnails'
import { pictureFolder, plain, redThenBlue } from './test-pictures'

const { put, at } = await pictureFolder()
let caches = 0

function cache(maxBytes?: number) {
  const directory = at(`cache-${++caches}`)
  const written: string[] = []
  const write = async (path: string, data: Buffer) => {
    written.push(path)
    await writeFile(path, data)
  }
  const limit = maxBytes === undefined ? {} : { maxBytes }
  return { thumbnails: new Thumbnails({ directory, write, ...limit }), directory, written }
}

describe('Thumbnails', () => {
  it('makes each size once, however many ask, and keeps it for the next session', async () => {
    const path = await put('wide.png', await plain('red', 2000, 500).png().toBuffer())
    const { thumbnails, written, directory } = cache()
    const image = { id: 7, path }
    const all = await Promise.all([1, 2, 3].map(() => thumbnails.get(image, '320')))
    expect(written).toHaveLength(1)
    expect(all[0]?.type).toBe('image/jpeg')
    expect(await sharp(all[2]?.data).metadata()).toMatchObject({ width: 320, height: 80 })
    const write = () => Promise.reject(new Error('nothing to write'))
    const again = await new Thumbnails({ directory, write }).get(image, '320')
    expect(again.data.equals(all[0]?.data ?? Buffer.alloc(0))).toBe(true)
  })

  it('makes a new one when the picture changed', async () => {
    const path = await put('changing.png', await plain('red').png().toBuffer())
    const { thumbnails, written } = cache()
    await thumbnails.get({ id: 1, path }, '160')
    await put('changing.png', await plain('blue').png().toBuffer())
    await utimes(path, 1, 1)
    const { data } = await thumbnails.get({ id: 1, path }, '160')
    expect(written).toHaveLength(2)
    expect((await sharp(data).stats()).dominant.b).toBeGreaterThan(200)
  })

  it('gives an upright picture whole as it is, and turns or converts any other', async () => {
    const upright = await redThenBlue().png().toBuffer()
    const { thumbnails, written } = cache()
    const png = await thumbnails.get({ id: 1, path: await put('u.png', upright) }, 'full')
    expect(png).toEqual({ data: upright, type: 'image/png' })
    expect(written).toEqual([])
    const turned = await redThenBlue().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const jpeg = await thumbnails.get({ id: 2, path: await put('t.jpg', turned) }, 'full')
    expect(await sharp(jpeg.data).metadata()).toMatchObject({ width: 20, height: 40 })
    const tiff = await redThenBlue().tiff().toBuffer()
    const converted = await thumbnails.get({ id: 3, path: await put('c.tif', tiff) }, 'full')
    expect(converted.type).toBe('image/jpeg')
  })

  it('gives a large picture at most 4096 pixels', async () => {
    const path = await put('long.png', await plain('red', 5000, 50).png().toBuffer())
    const { data } = await cache().thumbnails.get({ id: 1, path }, 'full')
    expect(await sharp(data).metadata()).toMatchObject({ width: 4096, height: 41 })
  })

  it('removes the oldest when the cache is full', async () => {
    const noise = Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 251))
    const picture = sharp(noise, { raw: { width: 100, height: 100, channels: 3 } })
    const path = await put('noise.png', await picture.png().toBuffer())
    const { thumbnails, directory } = cache(30_000)
    for (let id = 1; id <= 12; id++) await thumbnails.get({ id, path }, '160')
    const left = (await readdir(`${directory}/160`)).map((name) => parseInt(name))
    expect(left).toContain(12)
    expect(left).not.toContain(1)
    expect(left.length).toBeGreaterThan(1)
  })

  it('says what is wrong with a picture that is gone or broken, and is not stuck', async () => {
    const { thumbnails } = cache()
    const path = await put('broken.jpg', 'not a picture')
    await expect(thumbnails.get({ id: 1, path }, '160')).rejects.toThrow(/not a picture/)
    await expect(thumbnails.get({ id: 1, path }, 'full')).rejects.toThrow(/not a picture/)
    await rm(path)
    await expect(thumbnails.get({ id: 1, path }, '160')).rejects.toMatchObject({
      code: 'IMAGE_UNREADABLE',
    })
  })

  it('drops a request that is taken back', async () => {
    const path = await put('back.png', await plain('red').png().toBuffer())
    const { thumbnails, written } = cache()
    await expect(thumbnails.get({ id: 1, path }, '160', AbortSignal.abort())).rejects.toThrow()
    expect(written).toEqual([])
  })
})
