import { describe, expect, it } from 'vitest'
import { recipe } from '../../contract/training'
import { completeParameters, findMethod, methods } from '../methods'
import { presetFor, presetMethods } from '.'
import { doubts } from './doubts'
import { paperDatasets } from './paper-datasets'
import { presetDatasets, recipeOf } from './preset'
import { doubtsOf, publishedFigures, publishedTable, publishedTables } from './published'

describe('a preset', () => {
  const all = presetMethods.flatMap((method) =>
    presetDatasets.map((dataset) => [method, dataset] as const),
  )

  it.each(all)('of %s on %s has parameters that its method takes', (method, dataset) => {
    const preset = presetFor(method, dataset)
    expect(preset).not.toBeNull()
    const { parameters = {}, epochs = 0, source } = preset ?? {}
    const complete = completeParameters(findMethod(method), parameters, epochs)
    expect(complete).toMatchObject(parameters)
    expect(source).not.toBe('')
  })

  it.each(all)('of %s on %s is a choice of recipe', (method, dataset) => {
    const preset = presetFor(method, dataset)
    const choice = preset && recipeOf(preset)
    expect(recipe.partial().parse(choice)).toEqual(choice)
    expect(choice?.head === 'linear').toBe(
      preset?.head === 'linear' && !findMethod(method).info.needs.includes('map-head'),
    )
  })

  it('has the numbers of the papers', () => {
    expect(presetFor('em-apl', 'nus')).toMatchObject({
      ...{ epochs: 10, batch: 16, learningRate: 1e-5, headFactor: 1, resolution: 448 },
      parameters: { alpha: 0.1, beta: 0.2, proportion: 0.9, warmup: 4 },
    })
    expect(presetFor('aevlp', 'cub')).toMatchObject({
      ...{ epochs: 10, batch: 8 },
      parameters: { wT: 10, bT: -8, q3: 1.5, lam1: 0.8, lam2: 0.2, reg: 0.01, k: 31.4, topk: 32 },
    })
    expect(presetFor('vlpl', 'coco')?.parameters).toMatchObject({ tau: 0.01, theta: 0.3 })
    expect(presetFor('scpnet', 'voc')).toMatchObject({ epochs: 120, batch: 128, resolution: 224 })
    expect(presetFor('ignore', 'cub')?.parameters['lamSPBC']).toBe(0.5)
    expect(presetFor('s2c-ll-ct', 'voc')).toMatchObject({ epochs: 40, batch: 8, schedule: 'poly' })
  })

  it('trains the head of a frozen backbone at the rate of the head', () => {
    const preset = presetFor('ll-r', 'voc')
    expect(preset && recipeOf(preset)).toMatchObject({ learningRate: 1e-4, start: 'zero' })
  })

  it('is there for every method of the tables that papers tell how to train', () => {
    const known = new Set(methods.map(({ info }) => info.id))
    const inTables = publishedTables.flatMap(({ rows }) =>
      rows.flatMap(({ method }) => method ?? []),
    )
    const without = new Set(inTables.filter((id) => !presetMethods.includes(id)))
    expect([...without].sort()).toEqual(['semireward'])
    expect(presetMethods.filter((id) => !known.has(id))).toEqual([])
    expect(presetFor('toString', 'voc')).toBeNull()
  })
})

describe('published tables', () => {
  it.each(publishedTables)('$id has a figure or a gap in every column', ({ datasets, rows }) => {
    expect(rows.length).toBeGreaterThan(0)
    for (const { label, figures } of rows) {
      expect(figures, label).toHaveLength(datasets.length)
      for (const figure of figures) {
        if (figure === null) continue
        expect(figure.value, label).toBeGreaterThan(10)
        expect(figure.value, label).toBeLessThan(100)
        if (figure.spread !== null) expect(figure.spread).toBeLessThan(6)
      }
    }
    expect(datasets.every((dataset) => paperDatasets.includes(dataset))).toBe(true)
  })

  it('agree where one table took its figures from another', () => {
    const differences = publishedTable('vlpl').rows.flatMap(({ method, figures }) => {
      const row = publishedTable('em').rows.find((one) => one.method === method)
      return figures.flatMap((figure, i) => {
        const first = row?.figures[i]
        return first && first.value !== figure?.value ? [`${method} ${first.value}`] : []
      })
    })
    expect(differences).toEqual(['focal 68.79'])
  })

  it('give a figure with its deviation and its doubts', () => {
    const found = publishedFigures('em', 'voc')
    expect(found[0]).toMatchObject({
      value: 89.09,
      spread: 0.17,
      printed: '89.09±0.17',
      label: 'EM loss',
    })
    expect(found.map(({ table }) => table.id)).toContain('thesis')
    expect(publishedFigures('s2c-ll-ct', 'voc')[0]?.doubts[0]).toMatch(/no single-positive result/)
    expect(publishedFigures('an', 'vg-500')).toHaveLength(1)
  })

  it('have doubts about rows and columns that they have', () => {
    for (const { tables, row, dataset } of doubts) {
      for (const id of tables) {
        const { rows, datasets } = publishedTable(id)
        if (row !== null) expect(rows.map(({ label }) => label)).toContain(row)
        if (dataset !== null) expect(datasets).toContain(dataset)
      }
    }
    expect(doubtsOf('boostlu')).toHaveLength(1)
  })

  it('of another name are not found, and the known ones are told', () => {
    expect(() => publishedTable('x')).toThrow(/no table x/)
  })
})
