import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importTests, summaryOf, without } from '../../test-import'

const { folder, read, write } = importTests()

const categories = [
  { id: 1, name: 'person', supercategory: 'person' },
  { id: 18, name: 'dog', supercategory: 'animal' },
]

/** Images with the categories of their objects, as COCO writes them. */
function instances(images: Record<string, number[]>, name: (id: string) => string): string {
  return JSON.stringify({
    info: { description: 'a "made up" part, with } and ]' },
    licenses: [{ id: 1, name: '[x]' }],
    images: Object.keys(images).map((id) => ({ id: Number(id), file_name: name(id) })),
    annotations: Object.entries(images).flatMap(([id, held]) =>
      held.map((category, i) => ({
        segmentation: [[1.5, 2, 3, 4]],
        ...{ id: Number(id) * 100 + i, image_id: Number(id), category_id: category },
      })),
    ),
    categories,
  })
}

const name14 = (part: string) => (id: string) => `COCO_${part}2014_${id.padStart(12, '0')}.jpg`
const of2014 = {
  'annotations/instances_train2014.json': instances(
    { 25: [18, 1, 18], 100: [1], 9: [], 7: [18] },
    name14('train'),
  ),
  'annotations/instances_val2014.json': instances({ 3: [1] }, name14('val')),
}

describe('COCO as distributed', () => {
  it('has its images by their ids as texts, without empty ones', async () => {
    const dataset = await read({ ...of2014, 'train2014/COCO_train2014_000000000025.jpg': '' })
    expect(dataset).toMatchObject({ root: folder(), classes: ['person', 'dog'], complete: true })
    expect(summaryOf(dataset)).toEqual([
      'train2014/COCO_train2014_000000000100.jpg train: person',
      'train2014/COCO_train2014_000000000025.jpg train: person, dog',
      'train2014/COCO_train2014_000000000007.jpg train: dog',
      'val2014/COCO_val2014_000000000003.jpg validation: person',
    ])
    expect(dataset.problems).toHaveLength(1)
  })

  it('may be of 2017, with the pictures in a folder of their own', async () => {
    const dataset = await read({
      'annotations/instances_train2017.json': instances({ 9: [1] }, (id) => `${id}.jpg`),
      'annotations/instances_val2017.json': instances({ 10: [18] }, (id) => `${id}.jpg`),
      'images/train2017/9.jpg': '',
    })
    expect(dataset.root).toBe(join(folder(), 'images'))
    expect(summaryOf(dataset)).toEqual([
      'train2017/9.jpg train: person',
      'val2017/10.jpg validation: dog',
    ])
  })

  it('is refused without its other part, which is named', async () => {
    const training = without(of2014, 'annotations/instances_val2014.json')
    await expect(read(training)).rejects.toThrow('There is no annotations/instances_val2014.json')
  })

  it('is refused when the parts have different categories, and when one is cut off', async () => {
    const path = 'annotations/instances_val2014.json'
    await write(of2014)
    const other = of2014[path].replace('"dog"', '"wolf"')
    await expect(read({ [path]: other })).rejects.toThrow('Category 18 is "wolf" here')
    await expect(read({ [path]: of2014[path].slice(0, -20) })).rejects.toThrow(/ends too early/)
    await expect(read({ [path]: '' })).rejects.toMatchObject({ code: 'IMPORT_INVALID' })
    await expect(read({ [path]: '[1, 2]' })).rejects.toThrow(/An object was expected/)
    const wrong = of2014[path].replace('"image_id":3', '"image_id":"x"')
    await expect(read({ [path]: wrong })).rejects.toThrow(/annotations.image_id/)
  })
})
