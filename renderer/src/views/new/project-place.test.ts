import { expect, test } from 'vitest'
import { folderName, joinPath, safeName } from './project-place'

test('the folder name is the last part of a path, whatever the separator', () => {
  expect(folderName('/home/ada/Harbour 2026/')).toBe('Harbour 2026')
  expect(folderName('C:\\Bilder\\Hafen')).toBe('Hafen')
  expect(folderName('')).toBe('')
})

test('a project name becomes a folder name that Windows takes too', () => {
  expect(safeName('a/b: "c"?')).toBe('a-b- -c--')
  expect(safeName('ends with dots. .')).toBe('ends with dots')
  expect(safeName('名前 プロジェクト')).toBe('名前 プロジェクト')
})

test('paths are joined with the separator of the folder', () => {
  expect(joinPath('/data', 'x')).toBe('/data/x')
  expect(joinPath('/data/', 'x')).toBe('/data/x')
  expect(joinPath('C:\\Singlet', 'x')).toBe('C:\\Singlet\\x')
  expect(joinPath('', 'x')).toBe('')
})
