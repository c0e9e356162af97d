import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, never, writeFiles } from '../test-files'
import { readClassList } from './class-list'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

async function read(name: string, content: string | Uint8Array) {
  await writeFiles(folder, { [name]: content })
  return await readClassList(join(folder, name), never)
}

describe('a class list', () => {
  it('is one name a line, whatever commas a name holds, with BOM and Windows line ends', async () => {
    const { classes, problems } = await read('c.txt', '\uFEFFdog\r\ncat, small\r\n"bird ""x"""\r\n')
    expect(classes).toEqual(['dog', 'cat, small', 'bird "x"'])
    expect(problems).toEqual([])
  })

  it('is the named column of a CSV, or its first', async () => {
    expect((await read('a.csv', 'id,Name\n1,dog\n2,"cat, small"\n')).classes).toEqual([
      'dog',
      'cat, small',
    ])
    expect((await read('b.csv', 'dog;x\ncat;y\n')).classes).toEqual(['dog', 'cat'])
  })

  it('tells empty and repeated names with their lines', async () => {
    const { classes, problems } = await read('c.txt', 'dog\n\ncat\n Dog \n')
    expect(classes).toEqual(['dog', 'cat'])
    expect(problems).toEqual([
      { line: 2, reason: 'A class has no name.' },
      { line: 4, reason: 'The class "Dog" is listed twice.' },
    ])
  })

  it('may hold one name, without a line end', async () => {
    expect((await read('c.txt', 'dog')).classes).toEqual(['dog'])
  })

  it('takes two spellings of one Unicode name for one class', async () => {
    expect((await read('c.txt', 'Caf\u00e9\nCafe\u0301\n')).classes).toEqual(['Café'])
  })

  it('is refused when it names nothing or is no text', async () => {
    await expect(read('c.txt', '\n \n')).rejects.toMatchObject({ code: 'IMPORT_INVALID' })
    await expect(read('c.txt', new Uint8Array(64))).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
    })
  })

  it('is refused with the line when a line has no end', async () => {
    const long = read('c.txt', `dog\n${'x'.repeat(3 * 2 ** 20)}`)
    await expect(long).rejects.toMatchObject({ message: 'Line 2: The line is too long.' })
  })
})
