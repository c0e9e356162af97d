import { describe, expect, it } from 'vitest'
import type { ImageStore } from './images'
import { picture, testProject } from './test-project'

const paths = ['train/Harbour_0001.jpg', 'train/harbour_0002.jpg', 'été/"quoted" 50%.png', 'ab.jpg']

async function filled(): Promise<ImageStore> {
  const { store } = await testProject(0, 0)
  await store.images.addMany(paths.map((path, index) => ({ ...picture(index), path })))
  return store.images
}

async function found(images: ImageStore, text: string, limit = 10): Promise<string[]> {
  return (await images.find(text, limit)).map(({ path }) => path)
}

describe('finding a picture by its name', () => {
  it('takes letters from anywhere in it, whatever their case', async () => {
    const images = await filled()
    expect(await found(images, 'bour_0002')).toEqual(['train/harbour_0002.jpg'])
    expect(await found(images, 'HARBOUR')).toHaveLength(2)
    expect(await found(images, 'HARBOUR', 1)).toHaveLength(1)
    expect(await found(images, '0001 train')).toEqual(['train/Harbour_0001.jpg'])
    expect(await found(images, 'nowhere')).toEqual([])
  })

  it('takes one or two letters from its beginning', async () => {
    const images = await filled()
    expect(await found(images, 'ab')).toEqual(['ab.jpg'])
    expect(await found(images, 'b')).toEqual([])
    expect(await found(images, '  ')).toEqual([])
  })

  it('reads nothing that was typed as a command', async () => {
    const images = await filled()
    expect(await found(images, '"quoted"')).toEqual(['été/"quoted" 50%.png'])
    for (const text of ['harbour OR', '50%', 'path:train', '*', '-train', '"""', '^été']) {
      await expect(found(images, text)).resolves.toBeInstanceOf(Array)
    }
    expect(await found(images, '50%')).toEqual(['été/"quoted" 50%.png'])
  })

  it('leaves out what is gone from the folder', async () => {
    const images = await filled()
    const gone = await images.byPath('ab.jpg')
    await images.markMissing(gone === null ? [] : [gone.id])
    expect(await found(images, 'ab.')).toEqual([])
  })
})
