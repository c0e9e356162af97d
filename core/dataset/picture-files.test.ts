import { describe, expect, it } from 'vitest'
import { compareNames, isPictureName } from './picture-files'

describe('picture files', () => {
  it('are known by their extension in any case', () => {
    const names = [
      'a.jpg',
      'a.JPEG',
      'b.Png',
      'c.webp',
      'd.gif',
      'e.tif',
      'f.TIFF',
      'g.avif',
      'h.BMP',
    ]
    expect(names.filter(isPictureName)).toEqual(names)
    expect(['jpg', 'a.jpg.txt', 'a.heic', 'a', 'a.'].filter(isPictureName)).toEqual([])
  })

  it('come in the order of a file manager', () => {
    const names = ['10.jpg', '9.jpg', 'b.jpg', 'Ä.jpg', 'a2.jpg', 'a10.jpg']
    expect(names.sort(compareNames)).toEqual([
      '9.jpg',
      '10.jpg',
      'Ä.jpg',
      'a2.jpg',
      'a10.jpg',
      'b.jpg',
    ])
  })
})
