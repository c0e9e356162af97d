import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, never, writeFiles } from '../test-files'
import { readJsonItems } from './read-json-items'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

async function items(content: string): Promise<[string, unknown][]> {
  await writeFiles(folder, { 'a.json': content })
  const found: [string, unknown][] = []
  await readJsonItems(join(folder, 'a.json'), (array, item) => found.push([array, item]), never)
  return found
}

describe('streamed JSON', () => {
  it('gives the elements of top-level arrays, and nothing else', async () => {
    const value = {
      info: { a: [1, 2], b: 'x' },
      n: 3,
      words: ['a, "b" ]}', '\\', ''],
      empty: [],
      deep: [{ a: [1, { b: 2 }] }, [3], null],
      last: 'text',
    }
    const expected = [
      ...value.words.map((word) => ['words', word]),
      ...value.deep.map((one) => ['deep', one]),
    ]
    expect(await items(JSON.stringify(value))).toEqual(expected)
    expect(await items(`\uFEFF${JSON.stringify(value, null, 2)}\n`)).toEqual(expected)
  })

  it('is the same however it is cut into pieces', async () => {
    const images = Array.from({ length: 5000 }, (_, id) => ({ id, name: `[${'é,"'.repeat(9)}` }))
    const found = await items(JSON.stringify({ images }))
    expect(found.map(([, item]) => item)).toEqual(images)
  })

  it.each([
    ['', /ends too early/],
    ['{"a": [1, 2', /ends too early/],
    ['[1]', /An object was expected/],
    ['{"a": [1, x]}', /"x"/],
    ['}', /never opened/],
  ])('that is broken (%s) is refused', async (text, message) => {
    await expect(items(text)).rejects.toThrow(message)
    await expect(items(text)).rejects.toMatchObject({ code: 'IMPORT_INVALID' })
  })

  it('tells the line where it breaks, and refuses an element beyond all bounds', async () => {
    await expect(items('{"a": [\n1,\nx]}')).rejects.toThrow(/^Line 3: /)
    await expect(items(`{"a": ["${'x'.repeat(17 * 2 ** 20)}"]}`)).rejects.toThrow(/too large/)
  })
})
