import type { MethodInfo } from '@contract/training'
import { describe, expect, it } from 'vitest'
import { groupMethods, whyBarred } from './group-methods'

function method(id: string, facts: Partial<MethodInfo> = {}): MethodInfo {
  return {
    ...{
      id,
      title: `Method ${id}`,
      belief: 'What nobody labelled is absent.',
      source: 'Cole, 2021',
    },
    ...{ needs: [], limits: null, parameters: [], recommended: false, inEpochs: true },
    ...facts,
  }
}

const methods = [
  method('an'),
  method('full', { needs: ['truth'] }),
  method('em', { recommended: true }),
  method('ignore', { needs: ['map-head', 'second-view'] }),
  method('boosted', { needs: ['map-head'], title: 'Large loss, on boosted maps' }),
  method('vlpl', { needs: ['teacher'], source: 'Xing, 2023' }),
  method('tuned', { needs: ['trainable-backbone'] }),
  method('wan'),
]
const shown = (typed: string) =>
  groupMethods(methods, typed).map(({ group, methods: own }) => [group, own.map(({ id }) => id)])

describe('groupMethods', () => {
  it('shows every method once, the recommended first and bounds last', () => {
    expect(shown('')).toEqual([
      ['recommended', ['em']],
      ['labels', ['an', 'wan']],
      ['maps', ['boosted']],
      ['views', ['ignore']],
      ['teacher', ['vlpl']],
      ['backbone', ['tuned']],
      ['truth', ['full']],
    ])
  })

  it('finds by id, title and paper, all words in any order and case', () => {
    expect(shown(' WAN ')).toEqual([['labels', ['wan']]])
    expect(shown('maps large')).toEqual([['maps', ['boosted']]])
    expect(shown('2023 xing')).toEqual([['teacher', ['vlpl']]])
    expect(shown('nothing like it')).toEqual([])
  })
})

describe('whyBarred', () => {
  it('bars what needs the truth where nobody knows it', () => {
    const reasons = (hasTruth: boolean) =>
      methods.filter((one) => whyBarred(one, hasTruth) !== null).map(({ id }) => id)
    expect(reasons(false)).toEqual(['full'])
    expect(reasons(true)).toEqual([])
  })
})
