import { describe, expect, it } from 'vitest'
import { methodInfo, recipe } from '../contract/training'
import { findMethodInfo, methodInfos } from './catalogue'
import { closedFormMethods, findClosedForm } from './closed-form/catalogue'
import { completeParameters } from './methods'
import { recommendedRecipe, usualRecipe } from './recommended-recipe'

describe('the catalogue', () => {
  it('lists methods with and without epochs, each under its own id, and recommends one', () => {
    const infos = methodInfos.map((info) => methodInfo.parse(info))
    expect(new Set(infos.map(({ id }) => id)).size).toBe(infos.length)
    expect(infos.filter(({ recommended }) => recommended)).toHaveLength(1)
    expect(infos.map(({ id }) => id)).toEqual(expect.arrayContaining(['an', 'lda', 'ensemble']))
  })

  it.each([1, 40, 4000, 1_000_000])('recommends a recipe that can run for %i images', (images) => {
    const { method, parameters, epochs } = recipe.parse(recommendedRecipe(images))
    const solved = findClosedForm(method)
    expect(solved).toBeDefined()
    if (solved) expect(() => completeParameters(solved, parameters, epochs)).not.toThrow()
  })

  it.each(closedFormMethods)('gives $info.id the settings that its parameters say', (method) => {
    const parameters = completeParameters(method, {}, 1)
    expect(Object.keys(method.settings(parameters)).length).toBeGreaterThan(1)
    expect(usualRecipe(method.info.id, 100).epochs).toBe(1)
    expect(() => completeParameters(method, { lambda: -1, shrinkage: -1 }, 1)).toThrow(
      expect.objectContaining({ code: 'PARAMETER_INVALID' }),
    )
  })

  it('refuses an unknown method by name, and says which there are', () => {
    expect(() => findMethodInfo('magic')).toThrow(
      expect.objectContaining({ code: 'METHOD_UNKNOWN' }),
    )
  })
})
