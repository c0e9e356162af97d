import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Failure } from '../../contract/failures'
import { alignTeacher } from './align-teacher'
import { readTeacher } from './read-teacher'

const folder = await mkdtemp(join(tmpdir(), 'singlet-teacher-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const signal = new AbortController().signal
let files = 0

async function put(text: string | Uint8Array, ending = 'csv'): Promise<string> {
  const path = join(folder, `${++files}.${ending}`)
  await writeFile(path, text)
  return path
}

async function scoresOf(text: string, paths: readonly string[], classes: readonly string[]) {
  const path = await put(text)
  return alignTeacher(path, await readTeacher(path, signal), paths, classes)
}

const rounded = (scores: Float32Array) => Array.from(scores, (x) => Number(x.toFixed(4)))

describe('a file of scores', () => {
  const paths = ['b.jpg', 'a.jpg']
  const classes = ['dog', 'cat']
  const wanted = [0.3, 0.4, 0.1, 0.2]

  it.each([
    ['long', 'file,class,score\na.jpg,dog,0.1\na.jpg,cat,0.2\nb.jpg,dog,.3\nb.jpg,cat,4e-1\n'],
    [
      'long in another order',
      'score;label;image\n.4;cat;b.jpg\n.3;dog;b.jpg\n.2;cat;a.jpg\n.1;dog;a.jpg',
    ],
    ['wide', '\uFEFFfile,cat,dog\r\na.jpg,0.2,0.1\r\n\r\nb.jpg,0.4,0.3\r\n'],
    [
      'wide, with more than is needed',
      'path\tdog\tfox\tcat\nx/a.jpg\t.1\t1\t.2\nc.jpg\t0\t0\t0\nb.jpg\t.3\t1\t.4',
    ],
    [
      'JSON lines',
      '{"file":"a.jpg","scores":{"dog":0.1,"cat":0.2}}\n{"file":"b.jpg","scores":{"cat":0.4,"dog":0.3}}',
    ],
    [
      'JSON lines of one score',
      '{"file":"a.jpg","class":"dog","score":0.1}\n{"file":"a.jpg","class":"cat","score":0.2}\n\n{"file":"b.jpg","class":"dog","score":0.3}\n{"file":"b.jpg","class":"cat","score":0.4}',
    ],
  ])('is read by names, whatever the order: %s', async (_, text) => {
    expect(rounded(await scoresOf(text, paths, classes))).toEqual(wanted)
  })

  it('finds classes written in another case', async () => {
    expect(rounded(await scoresOf('file,DOG,Cat\na.jpg,0,1', ['a.jpg'], classes))).toEqual([0, 1])
  })

  it.each([
    ['a score above 1', 'file,dog\na.jpg,0.5\nb.jpg,1.7', /Line 3: The score of dog is 1\.7/],
    ['an infinite score', 'file,class,score\na.jpg,dog,Infinity', /Line 2: .* is Infinity/],
    ['a score that is no number', 'file,dog\na.jpg,high', /Line 2: The score of dog is NaN/],
    ['a missing score', 'file,dog,cat\na.jpg,,1', /Line 2: The score of dog is NaN/],
    [
      'a row of another length',
      'file,dog,cat\na.jpg,1',
      /Line 2: It has 2 fields, the first line 3/,
    ],
    ['no header', 'a.jpg,dog,0.4\n', /Line 1: A first line that names the columns/],
    [
      'the same score twice',
      'file,class,score\na.jpg,dog,0\na.jpg,dog,1',
      /Line 3: a\.jpg has a second/,
    ],
    ['no file name', 'file,dog\n,0.4', /Line 2: A picture has no file name/],
    ['no class name', 'file,class,score\na.jpg,,0.4', /Line 2: A class has no name/],
    ['nothing but a header', 'file,dog\n', /no score in it/],
    ['nothing', '', /no score in it/],
    ['an open quote', 'file,dog\n"a.jpg,0.4', /Quote/],
    [
      'half a JSON line',
      '{"file":"a.jpg","scores":{"dog":0.1}}\n{"file":',
      /Line 2: This is not JSON/,
    ],
    ['JSON of another kind', '{"file":"a.jpg","scores":[1]}', /Line 1: An object with “file”/],
  ])('with %s is refused with its place', async (_, text, message) => {
    const path = await put(text)
    const failure = await readTeacher(path, signal).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(failure).toMatchObject({ code: 'TEACHER_INVALID', path })
    expect(failure).toHaveProperty('message', expect.stringMatching(message))
  })

  it.each([
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0, 1, 2)],
    ['a table of zeros', new Uint8Array(4096)],
  ])('that is %s is refused', async (_, bytes) => {
    await expect(readTeacher(await put(bytes), signal)).rejects.toMatchObject({
      code: 'TEACHER_INVALID',
    })
  })

  it('that is not there is refused', async () => {
    const path = join(folder, 'gone.csv')
    await expect(readTeacher(path, signal)).rejects.toMatchObject({ code: 'TEACHER_INVALID', path })
  })
})

describe('a file of scores of other pictures or classes', () => {
  it('names the first pictures that have none, how many there are, and what it has instead', async () => {
    const paths = ['1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg', '6.jpg']
    const text = 'file,dog\n2.jpg,0.1\nother.jpg,0.2\n'
    await expect(scoresOf(text, paths, ['dog'])).rejects.toThrow(
      'It has scores of 2 pictures, and none of 5 of the 6 to train on: ' +
        '1.jpg, 3.jpg, 4.jpg and 2 more. It names others, other.jpg for one.',
    )
  })

  it('names the classes that it lacks and those that it has', async () => {
    await expect(scoresOf('file,fox,hen\n1.jpg,0,0', ['1.jpg'], ['dog', 'hen'])).rejects.toThrow(
      'It has no score of 1 of 2 classes: dog. It has fox, hen.',
    )
  })

  it('names a picture that lacks the score of one class', async () => {
    const text = 'file,class,score\n1.jpg,dog,0\n2.jpg,cat,1\n1.jpg,cat,0\n'
    await expect(scoresOf(text, ['1.jpg', '2.jpg'], ['dog', 'cat'])).rejects.toThrow(
      '2.jpg has no score of dog.',
    )
  })
})
