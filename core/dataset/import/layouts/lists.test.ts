import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { never } from '../../test-files'
import { importTests, summaryOf, without } from '../../test-import'
import { importDataset } from '../formats'
import { CITYSCAPES_CLASSES, MIRFLICKR_POTENTIAL, MIRFLICKR_RELEVANT } from './known-classes'

const { folder, read, write } = importTests()

describe('Visual Genome', () => {
  const set = {
    'train_list_500.txt': '7.jpg\n2360596.jpg\n',
    'test_list_500.txt': '9.jpg\n',
    'vg_category_500_labels_index.json': '{"7.jpg": [3, 0], "2360596.jpg": [499], "9.jpg": []}',
  }

  it('has numbers for classes where nobody names them', async () => {
    const dataset = await read({ ...set, 'VG_100K/7.jpg': '' })
    expect(dataset).toMatchObject({ root: folder(), complete: true })
    expect(dataset.classes).toHaveLength(500)
    expect(summaryOf(dataset)).toEqual([
      '7.jpg train: class 1, class 4',
      '2360596.jpg train: class 500',
      '9.jpg validation: ',
    ])
    expect(dataset.problems).toHaveLength(1)
  })

  it('takes names from a list of more, and keeps two of one name apart', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => (i === 3 ? 'name 0' : `name ${i}`))
    const dataset = await read({ ...set, 'vg_category_1000.json': JSON.stringify(names) })
    expect(summaryOf(dataset)[0]).toBe('7.jpg train: name 0, name 0 (2)')
    expect(dataset.problems).toEqual([])
  })

  it('is refused with a class too many or without labels; images without labels are told', async () => {
    const index = 'vg_category_500_labels_index.json'
    await write(set)
    await expect(read({ [index]: '{"7.jpg": [500]}' })).rejects.toThrow(
      'Line 1: 7.jpg has class 500 of 500.',
    )
    await expect(read({ [index]: '{"7.jpg": ["dog"]}' })).rejects.toThrow(/7.jpg/)
    const { problems } = await read({ [index]: '{"7.jpg": [1]}' })
    expect(problems.map(({ reason }) => reason)).toContain('1 pictures of test have no labels.')
  })
})

describe('MIRFlickr', () => {
  const annotations = 'mirflickr25k_annotations_v080'
  const set = Object.fromEntries(
    [...MIRFLICKR_POTENTIAL, ...MIRFLICKR_RELEVANT.map((name) => `${name}_r1`), 'README'].map(
      (name) => [`${annotations}/${name}.txt`, name.startsWith('dog') ? '3\n25000\n' : '1\n'],
    ),
  )

  it('has 24 concepts, or 38 when asked', async () => {
    const dataset = await read({ ...set, 'mirflickr/im1.jpg': '' })
    expect(dataset.classes).toEqual(MIRFLICKR_POTENTIAL)
    expect(dataset.root).toBe(join(folder(), 'mirflickr'))
    expect(summaryOf(dataset).slice(1)).toEqual(['im3.jpg -: dog', 'im25000.jpg -: dog'])
    const all = await read({}, 'mirflickr-38')
    expect(all.classes).toHaveLength(38)
    expect(summaryOf(all)[1]).toBe('im3.jpg -: dog, dog_r1')
  })

  it('tells numbers of no image', async () => {
    const { problems } = await read({ ...set, [`${annotations}/sea.txt`]: '0\n25001\nx\n2\n' })
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3, null])
  })

  it('without one concept is refused by its name', async () => {
    const rest = without(set, `${annotations}/sky.txt`)
    await expect(read(rest)).rejects.toThrow('There is no sky.txt')
  })
})

describe('Cityscapes', () => {
  const city = (labels: string[]): string =>
    JSON.stringify({
      imgHeight: 1024,
      imgWidth: 2048,
      objects: labels.map((label) => ({ label, polygon: [[0, 0]] })),
    })
  const set = {
    'gtFine/train/aachen/aachen_000000_000019_gtFine_polygons.json': city([
      'road',
      'cargroup',
      'car',
      'license plate',
    ]),
    'gtFine/train/zurich/zurich_000000_000019_gtFine_polygons.json': city(['polegroup']),
    'gtFine/val/lindau/lindau_000000_000019_gtFine_polygons.json': city(['ego vehicle']),
    'gtFine/test/berlin/berlin_000000_000019_gtFine_polygons.json': city(['out of roi']),
  }

  it('has a class present when one of its polygons is there', async () => {
    const dataset = await read(set)
    expect(dataset.classes).toEqual(CITYSCAPES_CLASSES)
    expect(dataset.classes).toHaveLength(35)
    expect(summaryOf(dataset)).toEqual([
      'train/aachen/aachen_000000_000019_leftImg8bit.png train: road, car, license plate',
      'train/zurich/zurich_000000_000019_leftImg8bit.png train: polegroup',
      'val/lindau/lindau_000000_000019_leftImg8bit.png validation: ego vehicle',
    ])
  })

  it('tells unknown labels and refuses broken files and missing parts', async () => {
    const file = 'gtFine/val/lindau/lindau_000000_000019_gtFine_polygons.json'
    const { problems } = await read({ ...set, [file]: city(['unicorn']) })
    expect(problems.map(({ reason }) => reason)).toEqual(['"unicorn" is no label of Cityscapes.'])
    await expect(read({ [file]: '{"objects": [' })).rejects.toThrow(/not JSON/)
  })

  it('without a validation part is told so', async () => {
    const rest = without(set, 'gtFine/val/lindau/lindau_000000_000019_gtFine_polygons.json')
    await expect(read(rest)).rejects.toThrow('There is no gtFine/val')
    await expect(read({ ...rest, 'gtFine/val/lindau/x.png': '' })).rejects.toThrow(/No city/)
  })
})

describe('lines of a name and class numbers', () => {
  const set = {
    'voc_train.txt': '2008_000008.jpg,12\n2008_000015.jpg,4\n',
    'voc_val.txt': '2008_000002.jpg,19\n2008_000003.jpg,14 18\n',
  }

  it('with one class each are single positives, named after their dataset', async () => {
    const dataset = await read({ ...set, 'images/2008_000002.jpg': '' })
    expect(dataset).toMatchObject({ root: join(folder(), 'images'), complete: false })
    expect(summaryOf(dataset)).toEqual([
      '2008_000008.jpg train: horse',
      '2008_000015.jpg train: bottle',
      '2008_000002.jpg validation: tvmonitor',
      '2008_000003.jpg validation: person, train',
    ])
  })

  it('are complete labels when some image of the training part has more', async () => {
    await write({ 'my list.txt': 'a b.jpg 0 2\nc.png 1\nd.jpg,\n' })
    const dataset = await importDataset(join(folder(), 'my list.txt'), null, never)
    expect(dataset.complete).toBe(true)
    expect(summaryOf(dataset)).toEqual([
      'a b.jpg -: class 1, class 3',
      'c.png -: class 2',
      'd.jpg -: ',
    ])
  })

  it('take the names of a list that belongs to them', async () => {
    const { classes } = await read({
      'cub_train.txt': 'a.jpg,1\n',
      'cub_labels.txt': 'curved bill\ndagger bill\ncurved bill\n',
    })
    expect(classes).toEqual(['curved bill', 'dagger bill', 'curved bill (2)'])
  })

  it('tell garbage with its line, and are refused when nothing else is there', async () => {
    const { problems, images } = await read({ ...set, 'voc_val.txt': 'x,1\na.jpg,-3\na.jpg,2\n' })
    expect(images).toHaveLength(3)
    expect(problems.map(({ line }) => line)).toEqual([1, 2, null])
    await expect(read({ 'voc_train.txt': 'x\n', 'voc_val.txt': '' })).rejects.toThrow(/No line/)
    await expect(read({ 'nus_train.txt': '' })).rejects.toThrow(/2 lists/)
  })
})
