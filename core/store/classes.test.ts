import { describe, expect, it } from 'vitest'
import { classId } from '../contract/ids'
import { testProject } from './test-project'

describe('classes', () => {
  it('get tidy names, different colours and the digit keys in order', async () => {
    const { store } = await testProject(0, 0)
    const names = [
      '  cat ',
      'guinea   pig',
      ...Array.from({ length: 10 }, (_, n) => `c${String(n)}`),
    ]
    const classes = await store.classes.add(names)
    expect(classes.slice(0, 2).map((info) => info.name)).toEqual(['cat', 'guinea pig'])
    expect(classes.map((info) => info.hotkey).join('')).toBe('1234567890')
    expect(classes.slice(10).map((info) => info.hotkey)).toEqual([null, null])
    expect(new Set(classes.map((info) => info.colour)).size).toBe(12)
    await store.close()
  })

  it.each([
    ['CLASS_NAME_EMPTY', ['dog', ' \t ']],
    ['CLASS_NAME_TAKEN', ['dog', 'CAT']],
    ['CLASS_NAME_TAKEN', ['dog', 'Dog']],
    ['CLASS_NAME_TAKEN', ['Cafe\u0301', 'CAF\u00c9']],
  ])('with bad names are refused whole: %s', async (code, names) => {
    const { store } = await testProject(0, 0)
    await store.classes.add(['cat'])
    await expect(store.classes.add(names)).rejects.toMatchObject({ code })
    expect((await store.classes.list()).map((info) => info.name)).toEqual(['cat'])
    await store.close()
  })

  it('change name, colour and hotkey; a hotkey has one owner', async () => {
    const { store, classes } = await testProject(0, 2)
    const [first, second] = [classes[0] ?? classId.parse(1), classes[1] ?? classId.parse(2)]
    const changed = await store.classes.change(second, {
      name: 'Class 1',
      colour: '#123456',
      hotkey: '1',
    })
    expect(changed).toMatchObject({ name: 'Class 1', colour: '#123456', hotkey: '1' })
    expect((await store.classes.list()).map((info) => info.hotkey)).toEqual([null, '1'])
    await expect(store.classes.change(first, { name: 'CLASS 1' })).rejects.toMatchObject({
      code: 'CLASS_NAME_TAKEN',
    })
    await expect(store.classes.change(classId.parse(9), {})).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await store.close()
  })
})
