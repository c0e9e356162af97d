import { describe, expect, it } from 'vitest'
import { checkInput, planOf } from './check-input'
import { completeParameters, findMethod } from './methods'
import { blobs, CHANNELS, CLASSES, IMAGES, recipeOf, richBlobs } from './test-training'
import { smallPictures } from './test-fine-tuning'
import type { TrainInput } from './train-input'
import type { Recipe } from '../contract/training'

function check(input: TrainInput, change: Partial<Recipe> = {}): void {
  const recipe = recipeOf(change)
  const method = findMethod(recipe.method)
  const plan = planOf(method, recipe, completeParameters(method, {}, recipe.epochs))
  checkInput(input, method, recipe, plan)
}

const bad = (table: Float32Array, row: number, value: number) => {
  const damaged = table.slice()
  damaged[(row - 1) * (table.length / IMAGES) + 1] = value
  return damaged
}

describe('features', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('that hold %s are refused by row', (value) => {
    const input = blobs()
    const broken = { ...input, features: bad(input.features, 7, value) }
    expect(() => {
      check(broken)
    }).toThrow(expect.objectContaining({ code: 'FEATURES_INVALID' }))
    expect(() => {
      check(broken)
    }).toThrow('row 7')
  })

  it('of other views are looked at too', () => {
    const input = richBlobs()
    const { strong = [], mirrored = new Float32Array(0) } = input.views
    const views = [
      { ...input.views, mirrored: bad(mirrored, 3, Number.NaN) },
      { ...input.views, strong: [...strong.slice(1), bad(mirrored, 3, Number.NaN)] },
    ]
    for (const damaged of views) {
      expect(() => {
        check({ ...input, views: damaged })
      }).toThrow('row 3')
    }
  })
})

describe('a teacher', () => {
  const input = blobs()
  const scores = new Float32Array(IMAGES * CLASSES).fill(0.5)
  const refused: unknown = expect.objectContaining({ code: 'TEACHER_INVALID' })
  const teach = (teacher: NonNullable<TrainInput['teacher']>) => () => {
    check({ ...input, teacher }, { method: 'vlpl' })
  }

  it('may be of the right size', teach({ scores }))

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -0.1, 1.5])('who says %s is refused', (value) => {
    expect(teach({ scores: bad(scores, 11, value) })).toThrow(refused)
    expect(teach({ scores: bad(scores, 11, value) })).toThrow('image 11')
  })

  it('of another size is refused, with both sizes', () => {
    const fewer = { scores: scores.slice(CLASSES) }
    expect(teach(fewer)).toThrow(refused)
    expect(teach(fewer)).toThrow(/1995 scores; 400 images of 5 classes need 2000/)
    expect(teach({ scores, tiles: new Float32Array(7) })).toThrow(refused)
  })
})

describe('a recipe', () => {
  const refused: unknown = expect.objectContaining({ code: 'PARAMETER_INVALID' })

  it.each<[string, Partial<Recipe>]>([
    ['boosts a head without a map', { boost: 5 }],
    ['gives a method that looks at maps a linear head', { method: 'boostlu-em' }],
    ['reads maps that nobody computed', { head: 'query2label' }],
    ['boosts maps that nobody computed', { head: 'map', boost: 5 }],
    ['asks for strong views that nobody computed', { method: 'plc' }],
    ['mirrors pictures that nobody mirrored', { augment: 'flip' }],
  ])('that %s is refused before anything is computed', (_, change) => {
    expect(() => {
      check(blobs(), change)
    }).toThrow(refused)
  })

  it('that masks pictures needs the map of an empty one', () => {
    const input = richBlobs()
    const views = { ...input.views }
    delete views.emptyMap
    expect(() => {
      check({ ...input, views }, { method: 'ignore', head: 'map' })
    }).toThrow(/empty picture/)
  })

  it('that segments teach needs pictures that are cut, and sees them whole', () => {
    const recipe = { method: 's2c-ll-ct', head: 'map' } as const
    const input: TrainInput = richBlobs()
    check(input, { ...recipe, augment: 'flip' })
    const { segments, ...uncut } = input
    expect(segments).toBeDefined()
    expect(() => {
      check(uncut, recipe)
    }).toThrow(/segment/)
    expect(() => {
      check(smallPictures(), { ...recipe, trains: 'all', augment: 'crop' })
    }).toThrow(/drawn at random/)
  })

  it('may have everything that was computed', () => {
    for (const change of [{ head: 'query2label' }, { head: 'map', boost: 5 }] as const) {
      check(richBlobs(), { ...change, augment: 'flip' })
    }
    expect(CHANNELS).toBeGreaterThan(0)
  })
})
