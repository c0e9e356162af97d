import { describe, expect, it } from 'vitest'
import { methodInfo, recipe } from '../../contract/training'
import { completeParameters, findMethod, methods } from '.'
import { recommendedRecipe } from '../recommended-recipe'

describe('the table of methods', () => {
  it('describes every method as the window expects it, with its own id', () => {
    const infos = methods.map(({ info }) => methodInfo.parse(info))
    expect(new Set(infos.map(({ id }) => id)).size).toBe(methods.length)
    expect(infos.filter(({ recommended }) => recommended)).toHaveLength(1)
  })

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

  it.each([1, 40, 4000, 1_000_000])('recommends a recipe that can run for %i images', (images) => {
    const choice = recipe.parse(recommendedRecipe(images))
    expect(() => completeParameters(findMethod(choice.method), {}, choice.epochs)).not.toThrow()
  })
})
