import { afterEach, expect, test } from 'vitest'
import { keepOneStop, markTowards } from './mark-keys'

afterEach(() => {
  document.body.innerHTML = ''
})

/** A button for each place; its text is the place. */
function marks(places: readonly (readonly [number, number])[]): HTMLElement[] {
  return places.map(([x, y]) => {
    const mark = document.createElement('button')
    mark.dataset['mark'] = ''
    mark.textContent = `${x},${y}`
    mark.getBoundingClientRect = () => new DOMRect(x, y, 10, 10)
    document.body.append(mark)
    return mark
  })
}

function next(from: HTMLElement | undefined, key: string): string | undefined {
  if (from === undefined) throw new Error('there is no such mark')
  return markTowards(from, key, document.body)?.textContent ?? undefined
}

test('arrows lead to the next mark of the row or column', () => {
  const [first, , , last] = marks([
    [0, 0],
    [40, 0],
    [0, 30],
    [40, 30],
  ])
  expect(next(first, 'ArrowRight')).toBe('40,0')
  expect(next(first, 'ArrowDown')).toBe('0,30')
  expect(next(last, 'ArrowUp')).toBe('40,0')
  expect(next(last, 'ArrowLeft')).toBe('0,30')
})

test('at the edge, and for other keys, there is none', () => {
  const [first] = marks([
    [0, 0],
    [40, 0],
  ])
  expect(next(first, 'ArrowLeft')).toBeUndefined()
  expect(next(first, 'Enter')).toBeUndefined()
})

test('a mark of the same row comes before a nearer one beside it', () => {
  const [first] = marks([
    [0, 0],
    [60, 0],
    [30, 25],
  ])
  expect(next(first, 'ArrowRight')).toBe('60,0')
})

test('Tab stops at one mark: the last used, else the first', () => {
  const [first, second, third] = marks([
    [0, 0],
    [40, 0],
    [80, 0],
  ])
  keepOneStop(document.body, null)
  expect([first?.tabIndex, second?.tabIndex, third?.tabIndex]).toEqual([0, -1, -1])
  keepOneStop(document.body, second ?? null)
  expect([first?.tabIndex, second?.tabIndex, third?.tabIndex]).toEqual([-1, 0, -1])
  second?.remove()
  keepOneStop(document.body, second ?? null)
  expect([first?.tabIndex, third?.tabIndex]).toEqual([0, -1])
})
