import { describe, expect, it } from 'vitest'
import type { Recipe } from '../contract/training'
import { methods } from '../spml/methods'
import { usualRecipe } from '../spml/recommended-recipe'
import { viewsOfRun } from './run-views'

const recipe = (choice: Partial<Recipe>): Recipe => ({ ...usualRecipe('an', 100), ...choice })

describe('the views of a run', () => {
  it('are the plain one alone for a method that looks at pictures once', () => {
    const wanted = viewsOfRun(recipe({ method: 'em' }))
    expect(wanted).toEqual({ views: ['plain'], maps: [], emptyMap: false })
  })

  it('hold the mirrored one when pictures are mirrored', () => {
    expect(viewsOfRun(recipe({ method: 'em', augment: 'flip' })).views).toEqual([
      'plain',
      'mirrored',
    ])
  })

  it('hold strong ones where the method compares two views', () => {
    const { views, maps } = viewsOfRun(recipe({ method: 'plc' }))
    expect(views).toEqual(['plain', 'strong-1', 'strong-2'])
    expect(maps).toEqual([])
  })

  it('hold whole maps only where a head bends or hides parts of them', () => {
    const mapsOf = (choice: Partial<Recipe>) => viewsOfRun(recipe(choice)).maps
    expect(mapsOf({ method: 'em', head: 'map' })).toEqual([])
    expect(mapsOf({ method: 'em', head: 'map', boost: 5 })).toEqual(['plain'])
    expect(mapsOf({ method: 'boostlu-em', head: 'map', augment: 'flip' })).toEqual([
      'plain',
      'mirrored',
    ])
    expect(mapsOf({ method: 'boostlu-em', head: 'map', parameters: { boost: 1 } })).toEqual([])
    expect(mapsOf({ method: 'em', head: 'query2label' })).toEqual(['plain'])
    const ignore = viewsOfRun(recipe({ method: 'ignore', head: 'map' }))
    expect(ignore).toMatchObject({ maps: ['plain', 'strong-1', 'strong-2'], emptyMap: true })
  })

  it('hold tiles where the run teaches itself with them, not where a file does', () => {
    expect(viewsOfRun(recipe({ method: 'aevlp' })).views).toContain('tiles-4x4')
    expect(viewsOfRun(recipe({ method: 'aevlp', teacher: '/scores.csv' })).views).toEqual(['plain'])
    expect(viewsOfRun(recipe({ method: 'vlpl' })).views).toEqual(['plain'])
  })

  it('are known for every method of the table, each view once', () => {
    for (const { info } of methods) {
      const { views } = viewsOfRun(recipe({ method: info.id, head: 'map', augment: 'flip' }))
      expect(new Set(views).size, info.id).toBe(views.length)
      expect(views[0]).toBe('plain')
    }
  })
})
