import { describe, expect, it } from 'vitest'
import { methodInfo } from '../../contract/training'
import { completeParameters, findMethod, methods } from '.'

describe('the table of methods', () => {
  it('describes every method as the window expects it, with its own id', () => {
    const infos = methods.map(({ info }) => methodInfo.parse(info))
    expect(new Set(infos.map(({ id }) => id)).size).toBe(methods.length)
  })

  it('holds every method of the field', () => {
    const wanted =
      'bce-full bce-iun iu an wan an-ls n-ls l1r l2r epr pr entmin focal asl hill splc role role-li ' +
      'em em-apl ll-r ll-ct ll-cp boostlu-ll-r boostlu-ll-ct boostlu-ll-cp boostlu-em gr gpr aevlp ' +
      'vlpl ignore plc lac smile mime scpnet semireward s2c-ll-ct'
    const ids = methods.map(({ info }) => info.id)
    expect(wanted.split(' ').filter((id) => !ids.includes(id))).toEqual([])
  })

  it.each(methods)(
    'says of $info.id what it believes, in sentences, and where it comes from',
    (method) => {
      const { belief, source, limits, parameters } = method.info
      for (const text of [belief, limits ?? '.']) expect(text).toMatch(/\.$/)
      expect(source).not.toBe('')
      expect(parameters.every((one) => one.title !== '' && one.source !== '')).toBe(true)
      // Every default lies within its own range.
      expect(Object.keys(completeParameters(method, {}, 10))).toEqual(
        parameters.map(({ id }) => id),
      )
    },
  )

  it('refuses an unknown method by name', () => {
    expect(() => findMethod('magic')).toThrow(expect.objectContaining({ code: 'METHOD_UNKNOWN' }))
  })

  it.each([
    ['em', { alpha: -1 }, 10],
    ['em', { alpha: Number.NaN }, 10],
    ['em', { gamma: 1 }, 10],
    ['em-apl', { warmup: 2.5 }, 10],
    ['em-apl', { warmup: 10 }, 10],
  ])('refuses %s with %j', (id, given, epochs) => {
    expect(() => completeParameters(findMethod(id), given, epochs)).toThrow(
      expect.objectContaining({ code: 'PARAMETER_INVALID' }),
    )
  })

  it('names the parameter, its value and its range', () => {
    const refused = () => completeParameters(findMethod('em'), { alpha: 7 }, 10)
    expect(refused).toThrow(
      'Weight of the entropy of unknown labels (alpha): 7 is not from 0 to 1.',
    )
  })
})
