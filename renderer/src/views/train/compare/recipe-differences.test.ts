import { type MethodInfo, type RunInfo, runInfo } from '@contract/training'
import { expect, test } from 'vitest'
import { differences } from './recipe-differences'

function run(change: Partial<RunInfo['recipe']>, decisions = 40): RunInfo {
  return runInfo.parse({
    ...{ id: 'run-1', number: 1, at: 0, state: 'done', device: 'wasm', images: 40, classes: 3 },
    ...{ decisions, metrics: null, epochs: [], failure: null },
    recipe: {
      ...{ method: 'an', parameters: {}, backbone: 'mini', resolution: 224, head: 'linear' },
      ...{ epochs: 10, batch: 8, learningRate: 0.001, weightDecay: 0, seed: 0, device: 'auto' },
      ...change,
    },
  })
}

function method(id: string, title: string, parameter?: string): MethodInfo {
  const parameters =
    parameter === undefined
      ? []
      : [
          { id: parameter, title: 'Weight', default: 0.2, min: 0, max: 1 }, //
        ].map((info) => ({ ...info, integer: false, source: 'paper' }))
  const rest = {
    belief: '',
    source: '',
    needs: [],
    limits: null,
    recommended: false,
    inEpochs: true,
  }
  return { id, title, parameters, ...rest }
}

const methods = [method('an', 'Assume negative'), method('em', 'Entropy', 'alpha')]

test('only what differs is listed, a parameter at its default included', () => {
  const rows = differences([run({}), run({ method: 'em', learningRate: 0.01 })], methods)
  expect(rows).toEqual([
    { title: 'Method', values: ['Assume negative', 'Entropy'] },
    { title: 'Learning rate', values: ['0.001', '0.01'] },
    { title: 'Weight', values: ['–', '0.2'] },
  ])
})

test('runs of one recipe on more decisions differ in their data', () => {
  expect(differences([run({}, 40), run({}, 90)], methods)).toEqual([
    { title: 'Decisions', values: ['40', '90'] },
  ])
})

test('the same twice differs in nothing', () => {
  expect(differences([run({}), run({})], methods)).toEqual([])
})
