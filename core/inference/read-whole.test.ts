import { describe, expect, it } from 'vitest'
import { readWhole } from './read-whole'
import { pictureFolder, plain } from './test-pictures'

describe('a whole picture', async () => {
  const { put } = await pictureFolder()

  it('is made smaller to a longest side, and keeps its shape', async () => {
    const path = await put('wide.png', await plain('#ff0000', 400, 100).png().toBuffer())
    const { width, height, data } = await readWhole(path, 100)
    expect([width, height, data.length]).toEqual([100, 25, 100 * 25 * 3])
    expect([...data.subarray(0, 3)]).toEqual([255, 0, 0])
  })

  it('is never made larger', async () => {
    const path = await put('small.png', await plain('#00ff00', 3, 5).png().toBuffer())
    expect(await readWhole(path, 100)).toMatchObject({ width: 3, height: 5 })
  })

  it('has three colours where the file has grey ones', async () => {
    const grey = plain('#808080', 4, 4).toColourspace('b-w').png()
    const path = await put('grey.png', await grey.toBuffer())
    expect([...(await readWhole(path, 100)).data]).toEqual(new Array(48).fill(128))
  })
})
