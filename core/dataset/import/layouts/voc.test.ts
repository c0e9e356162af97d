import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importTests, summaryOf, without } from '../../test-import'
import { VOC_CLASSES } from './known-classes'

const { folder, read, write } = importTests()

const base = 'VOCdevkit/VOC2012'
const main = `${base}/ImageSets/Main`

/** Lists of one part: ids of present and of difficult pictures by class, all others -1. */
function lists(
  part: string,
  ids: string[],
  present: Record<string, string[]>,
  difficult: Record<string, string[]> = {},
): Record<string, string> {
  const value = (name: string, id: string): string => {
    if (present[name]?.includes(id)) return ' 1'
    return difficult[name]?.includes(id) ? ' 0' : '-1'
  }
  return Object.fromEntries(
    VOC_CLASSES.map((name) => [
      `${main}/${name}_${part}.txt`,
      ids.map((id) => `${id} ${value(name, id)}\n`).join(''),
    ]),
  )
}

const training = lists(
  'train',
  ['2008_000015', '2008_000008', '2008_000002', '2008_000030'],
  { person: ['2008_000008', '2008_000015'], horse: ['2008_000008'], train: ['2008_000030'] },
  { tvmonitor: ['2008_000002'] },
)
const validation = lists('val', ['2009_000001'], { dog: ['2009_000001'] })

describe('the lists of VOC', () => {
  it('come by file name, difficult objects are absent, and empty pictures are left out', async () => {
    const dataset = await read({ ...training, ...validation, [`${main}/train.txt`]: '' })
    expect(dataset).toMatchObject({
      root: join(folder(), base, 'JPEGImages'),
      classes: VOC_CLASSES,
      complete: true,
    })
    expect(summaryOf(dataset)).toEqual([
      '2008_000008.jpg train: horse, person',
      '2008_000015.jpg train: person',
      '2008_000030.jpg train: train',
      '2009_000001.jpg validation: dog',
    ])
    expect(dataset.problems.map(({ reason }) => reason)).toEqual([
      '1 pictures without any of the classes were left out.',
    ])
  })

  it('of 2007 are for training as trainval and judged on the labelled test part', async () => {
    const dataset = await read({
      ...training,
      ...validation,
      ...lists('trainval', ['2', '1'], { cat: ['1', '2'] }),
      ...lists('test', ['3'], { cow: ['3'] }),
    })
    expect(summaryOf(dataset)).toEqual([
      '1.jpg train: cat',
      '2.jpg train: cat',
      '3.jpg validation: cow',
    ])
  })

  it('are not judged on a test part without labels, as that of 2012', async () => {
    const dataset = await read({ ...training, ...validation, ...lists('test', ['9'], {}) })
    expect(dataset.images).toHaveLength(4)
  })

  it('are refused when one is missing, which is named', async () => {
    const rest = without(validation, `${main}/sheep_val.txt`)
    await expect(read({ ...training, ...rest })).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      path: join(folder(), main, 'sheep_val.txt'),
    })
  })

  it('tell lines of garbage with their place and go on', async () => {
    await write({ ...training, ...validation })
    const { problems, images } = await read({
      [`${main}/dog_val.txt`]: '2009_000001  1\nhello\n2009_000002 7\n\u0000\u0001\n',
    })
    expect(images).toHaveLength(4)
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, null])
  })
})

const object = (name: string, difficult = 0, more = ''): string =>
  `<object>\n\t<name>${name}</name>\n\t<difficult>${difficult}</difficult>${more}\n</object>\n`
const annotation = (file: string, objects: string): string =>
  `<annotation>\n<folder>VOC2012</folder><filename>${file}</filename>\n${objects}</annotation>\n`

describe('annotations of VOC without lists', () => {
  const part = '<part><name>head</name></part>'

  it('tell the classes of objects that are not difficult', async () => {
    const dataset = await read({
      'Annotations/1.xml': annotation('1.jpg', object('dog') + object('person', 0, part)),
      'Annotations/2.xml': annotation('2.jpg', object('cat', 1) + object('rock &amp; roll')),
      'JPEGImages/1.jpg': '',
    })
    expect(summaryOf(dataset)).toEqual(['1.jpg -: dog, person', '2.jpg -: rock & roll'])
  })

  it('are split where the plain lists are there', async () => {
    const dataset = await read({
      'Annotations/1.xml': annotation('1.jpg', object('dog')),
      'Annotations/2.xml': annotation('2.jpg', object('dog')),
      'Annotations/3.xml': annotation('3.jpg', object('dog')),
      'ImageSets/Main/train.txt': '2\n4\n',
      'ImageSets/Main/val.txt': '1\n',
    })
    expect(summaryOf(dataset)).toEqual(['1.jpg validation: dog', '2.jpg train: dog'])
    expect(dataset.problems.map(({ reason }) => reason)).toEqual([
      '1 listed pictures have no annotation.',
    ])
  })

  it('that are cut off are left out and told', async () => {
    const whole = annotation('1.jpg', object('dog'))
    const { images, problems } = await read({
      'Annotations/1.xml': whole,
      'Annotations/2.xml': whole.slice(0, 90),
      'Annotations/3.xml': '',
    })
    expect(images).toHaveLength(1)
    expect(problems).toHaveLength(2)
  })

  it('resolve no entity of a document type', async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x "y">]>\n${annotation('1.jpg', object('&x;'))}`
    expect((await read({ 'Annotations/1.xml': bomb })).classes).toEqual(['&x;'])
  })
})

it('a folder with pictures only is told what it lacks', async () => {
  await expect(read({ 'JPEGImages/1.jpg': '' })).rejects.toThrow(/neither an ImageSets\/Main/)
})
