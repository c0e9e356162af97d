import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importTests, summaryOf, without } from '../../test-import'

const { folder, read, write } = importTests()

const base = 'CUB_200_2011'
const path = `${base}/attributes/image_attribute_labels.txt`
const set = {
  'attributes.txt': '1 has_bill_shape::dagger\n2 has_wing_color::blue\n',
  [`${base}/images.txt`]: '1 001.Albatross/A_1.jpg\n2 001.Albatross/A_2.jpg\n3 002.Auklet/B.jpg\n',
  [`${base}/train_test_split.txt`]: '1 1\n2 0\n3 1\n',
  [path]: '1 1 0 3 27.7\n1 2 1 4 27.7\n2 1 1 3 2.0\n2 2 1 3 2.0\n3 1 0 1 0 6.2\n3 2 0 1 6.2\n',
}

describe('CUB', () => {
  it('has attributes for classes and keeps birds without any', async () => {
    const dataset = await read(set)
    expect(dataset).toMatchObject({
      root: join(folder(), base, 'images'),
      classes: ['has_bill_shape::dagger', 'has_wing_color::blue'],
      complete: true,
      problems: [],
    })
    expect(summaryOf(dataset)).toEqual([
      '001.Albatross/A_1.jpg train: has_wing_color::blue',
      '001.Albatross/A_2.jpg validation: has_bill_shape::dagger, has_wing_color::blue',
      '002.Auklet/B.jpg train: ',
    ])
  })

  it('tells labels of unknown images and attributes, and garbage', async () => {
    const { problems } = await read({
      ...set,
      [path]: '1 1 0 3 1\n1 9 1 4 1\n7 1 1 3 1\nwhat is this\n3 1 2 1 1\n3 2 0 1 1\n',
    })
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5])
  })

  it('is refused when its labels are cut off or a file is missing', async () => {
    await write(set)
    await expect(read({ [path]: '1 1 0 3 1\n1 2 1' })).rejects.toThrow(
      'It has 2 lines, but 3 images with 2 attributes need 6.',
    )
    await expect(read({ [`${base}/images.txt`]: 'a\n' })).rejects.toThrow(/^Line 1: A number/)
    await expect(read({ [`${base}/images.txt`]: '' })).rejects.toThrow('The file is empty.')
  })

  it('without its list of attributes is told so', async () => {
    const rest = without(set, 'attributes.txt')
    await expect(read(rest)).rejects.toThrow(/There is no attributes\/attributes.txt/)
  })
})
