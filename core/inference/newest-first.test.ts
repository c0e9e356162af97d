import { describe, expect, it } from 'vitest'
import { NewestFirst } from './newest-first'

/** Work that ends when it is told to, and a log of what began. */
function bench(parallel: number) {
  const queue = new NewestFirst<string>(parallel)
  const begun: string[] = []
  const finish = new Map<string, (error?: Error) => void>()
  const ask = (key: string, signal?: AbortSignal) =>
    queue.do(
      key,
      () =>
        new Promise((resolve, reject) => {
          begun.push(key)
          finish.set(key, (error) => {
            if (error === undefined) resolve(key.toUpperCase())
            else reject(error)
          })
        }),
      signal,
    )
  return { ask, begun, finish: (key: string, error?: Error) => finish.get(key)?.(error) }
}

describe('NewestFirst', () => {
  it('begins a few at once, and then the newest', async () => {
    const { ask, begun, finish } = bench(2)
    const all = ['a', 'b', 'c', 'd'].map((key) => ask(key))
    expect(begun).toEqual(['a', 'b'])
    finish('a')
    await all[0]
    expect(begun).toEqual(['a', 'b', 'd'])
    for (const key of ['b', 'd']) finish(key)
    await all[1]
    await all[3]
    finish('c')
    expect(await Promise.all(all)).toEqual(['A', 'B', 'C', 'D'])
  })

  it('does the same work once for all who ask, running or waiting', async () => {
    const { ask, begun, finish } = bench(1)
    const all = [ask('a'), ask('a'), ask('b'), ask('c'), ask('b')]
    finish('a')
    await Promise.all(all.slice(0, 2))
    expect(begun).toEqual(['a', 'b'])
    finish('b')
    await all[4]
    finish('c')
    expect(await Promise.all(all)).toEqual(['A', 'A', 'B', 'C', 'B'])
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('drops what nobody waits for any more, and only that', async () => {
    const { ask, begun, finish } = bench(1)
    const [gone, half] = [new AbortController(), new AbortController()]
    const a = ask('a')
    const dropped = ask('b', gone.signal)
    const left = ask('c', half.signal)
    const kept = ask('c')
    gone.abort()
    half.abort()
    await expect(dropped).rejects.toThrow(/abort/)
    await expect(left).rejects.toThrow(/abort/)
    finish('a')
    await a
    finish('c')
    expect(await kept).toBe('C')
    expect(begun).toEqual(['a', 'c'])
  })

  it('goes on after a failure, which everyone hears who asked', async () => {
    const { ask, finish } = bench(1)
    const all = [ask('a'), ask('a'), ask('b')]
    finish('a', new Error('broken'))
    await expect(all[0]).rejects.toThrow('broken')
    await expect(all[1]).rejects.toThrow('broken')
    finish('b')
    expect(await all[2]).toBe('B')
  })
})
