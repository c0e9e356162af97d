import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importTests, summaryOf, without } from '../../test-import'

const { folder, read, write } = importTests()

const labels = 'Groundtruth/TrainTestLabels'
const split = {
  'ConceptsList/Concepts81.txt': 'airport\nlake\n',
  'ImageList/TrainImagelist.txt': 'actor\\0001_1.jpg\r\nactor\\0002_2.jpg\r\nbear\\0003_3.jpg\r\n',
  'ImageList/TestImagelist.txt': 'zebra\\0004_4.jpg\n',
  [`${labels}/Labels_airport_Train.txt`]: '1\n0\n0\n',
  [`${labels}/Labels_lake_Train.txt`]: '1\n1\n0\n',
  [`${labels}/Labels_airport_Test.txt`]: '0\n',
  [`${labels}/Labels_lake_Test.txt`]: '1\n',
}

describe('NUS-WIDE', () => {
  it('joins a file for each concept with the image lists of two parts', async () => {
    const dataset = await read({ ...split, 'Flickr/actor/0001_1.jpg': '' })
    expect(dataset.root).toBe(join(folder(), 'Flickr'))
    expect(summaryOf(dataset)).toEqual([
      'actor/0001_1.jpg train: airport, lake',
      'actor/0002_2.jpg train: lake',
      'zebra/0004_4.jpg validation: lake',
    ])
    expect(dataset.problems).toHaveLength(1)
  })

  it('has no split where only the labels of all images are there', async () => {
    const dataset = await read({
      'Concepts81.txt': 'airport\nlake\n',
      'Imagelist.txt': 'a\\1.jpg\nb\\2.jpg\n',
      'AllLabels/Labels_airport.txt': '0\n1\n',
      'AllLabels/Labels_lake.txt': '1\n0\n',
    })
    expect(summaryOf(dataset)).toEqual(['a/1.jpg -: lake', 'b/2.jpg -: airport'])
  })

  it('takes the one strange number of the published files for 0 and tells it', async () => {
    const { problems } = await read({
      ...split,
      [`${labels}/Labels_lake_Train.txt`]: '1\n-1130179\n0\n',
    })
    expect(problems[0]).toMatchObject({ line: 2 })
    expect(problems[0]?.reason).toContain('"-1130179", taken for 0')
  })

  it('is refused by name when a list is missing, has a wrong length or names another concept', async () => {
    await write(split)
    const short = { [`${labels}/Labels_lake_Test.txt`]: '' }
    await expect(read(short)).rejects.toThrow('It has 0 lines, but the list names 1 images.')
    await expect(
      read({ ...split, 'ConceptsList/Concepts81.txt': 'airport\nmoon\n' }),
    ).rejects.toThrow('There is no Labels_moon_Train.txt')
    await expect(read({ 'ConceptsList/Concepts81.txt': '' })).rejects.toThrow(/no concept/)
  })
})

it('NUS-WIDE without an image list is told which', async () => {
  const rest = without(split, 'ImageList/TestImagelist.txt')
  await expect(read(rest)).rejects.toThrow('There is no ImageList/TestImagelist.txt')
})
