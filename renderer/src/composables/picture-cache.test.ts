import { describe, expect, it } from 'vitest'
import { PictureCache } from './picture-cache'

function start(limit: number, broken: string[] = []) {
  const asked: string[] = []
  const cache = new PictureCache(limit, (url) => {
    asked.push(url)
    return broken.includes(url) ? Promise.reject(new Error(url)) : Promise.resolve(new Image())
  })
  return { cache, asked }
}

describe('the picture cache', () => {
  it('has a picture at hand once it was preloaded, and asks for it only once', async () => {
    const { cache, asked } = start(4)
    expect(cache.peek('a')).toBeNull()
    cache.preload(['a'])
    const image = await cache.load('a')
    expect(cache.peek('a')).toBe(image)
    expect(asked).toEqual(['a'])
  })

  it('forgets the picture that was not used for longest', async () => {
    const { cache } = start(2)
    await cache.load('a')
    await cache.load('b')
    await cache.load('a')
    await cache.load('c')
    expect(cache.peek('a')).not.toBeNull()
    expect(cache.peek('b')).toBeNull()
  })

  it('asks again for everything once it was cleared', async () => {
    const { cache, asked } = start(4)
    await cache.load('a')
    cache.clear()
    expect(cache.peek('a')).toBeNull()
    await cache.load('a')
    expect(asked).toEqual(['a', 'a'])
  })

  it('says that a picture cannot be read, and tries again when asked again', async () => {
    const { cache, asked } = start(2, ['x'])
    cache.preload(['x'])
    await expect(cache.load('x')).rejects.toThrow('x')
    await expect(cache.load('x')).rejects.toThrow('x')
    expect(asked).toEqual(['x', 'x'])
  })
})
