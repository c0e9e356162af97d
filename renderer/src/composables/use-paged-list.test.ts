import { effectScope } from 'vue'
import { describe, expect, it } from 'vitest'
import { usePagedList } from './use-paged-list'
import type { FetchPage } from './use-paged-list'

function start(total: number, fetchPage?: FetchPage<string>) {
  const asked: number[] = []
  const letters: FetchPage<string> = (offset, limit) => {
    asked.push(offset)
    const count = Math.max(0, Math.min(limit, total - offset))
    return Promise.resolve({
      total,
      items: Array.from({ length: count }, (_, at) => `i${offset + at}`),
    })
  }
  const scope = effectScope()
  const list = scope.run(() => usePagedList(fetchPage ?? letters, 10))
  if (list === undefined) throw new Error('no scope')
  return { list, asked, scope }
}

describe('a list read by pages', () => {
  it('fetches only the pages in sight, each of them once', async () => {
    const { list, asked } = start(100_000)
    await list.ensure(50_005, 50_012)
    await list.ensure(50_005, 50_019)
    expect(asked).toEqual([50_000, 50_010])
    expect(list.total.value).toBe(100_000)
    expect(list.at(50_012)).toBe('i50012')
    expect(list.at(3)).toBeUndefined()
  })

  it('knows an empty list from one that is not read yet', async () => {
    const { list } = start(0)
    expect(list.total.value).toBeNull()
    await list.ensure(0, 9)
    expect(list.total.value).toBe(0)
  })

  it('changes an item where it stands and gets the truth back by reloading', async () => {
    const { list } = start(25)
    await list.ensure(0, 24)
    list.change(12, (item) => `${item}!`)
    expect(list.at(12)).toBe('i12!')
    expect(list.at(11)).toBe('i11')
    await list.ensure(12, 12)
    await list.reload()
    expect(list.at(12)).toBe('i12')
    expect(list.at(3)).toBeUndefined()
  })

  it('keeps a failure until a page can be read', async () => {
    let fails = true
    const { list } = start(0, () =>
      fails
        ? Promise.reject(new Error('the cable is out'))
        : Promise.resolve({ total: 1, items: ['a'] }),
    )
    await list.ensure(0, 0)
    expect(list.failure.value?.message).toBe('the cable is out')
    fails = false
    await list.ensure(0, 0)
    expect(list.failure.value).toBeNull()
    expect(list.at(0)).toBe('a')
  })

  it('drops what arrives after it was reset or left', async () => {
    const { list, scope } = start(30)
    const late = list.ensure(0, 5)
    list.reset()
    await late
    expect(list.total.value).toBeNull()
    const later = list.ensure(0, 5)
    scope.stop()
    await later
    expect(list.at(0)).toBeUndefined()
  })
})
