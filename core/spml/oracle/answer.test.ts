import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { methods } from '../methods'
import { answerRequest } from './answer'
import { answerLine } from './answer-line'

const request = { method: 'an', logits: [[2, -1, 0.5]], labels: [[1, -1, -1]] }
const failure = z.object({
  kind: z.literal('error'),
  code: z.string(),
  message: z.string(),
  advice: z.string(),
  path: z.string().nullable(),
})
const refusal = (line: string) => failure.parse(JSON.parse(answerLine(line)))
const refused = (change: Record<string, unknown>) =>
  refusal(JSON.stringify({ ...request, ...change }))

describe('a request', () => {
  it.each(methods.filter(({ outputs = [] }) => outputs.length === 0).map(({ info }) => info.id))(
    'for %s without parameters is answered with its defaults',
    (method) => {
      const truth = [[1, 0, 1]]
      const { loss, grad, state } = answerRequest({ ...request, method, truth })
      expect(loss).toBeTypeOf('number')
      expect(grad).toHaveLength(1)
      expect(state).toHaveProperty('pseudo')
    },
  )

  it('reads lists of the papers, true and false, and tables among its parameters', () => {
    const lists = { beta: [0, 2, -2, -2], alpha: [0.5, 2, 0.8, 0.5], epoch: 8, T: 8 }
    const single = { w0: 0, wT: 2, b0: -2, bT: -2, mu0: 0.5, sigma0: 2, muT: 0.8, sigmaT: 0.5 }
    const spread = answerRequest({ ...request, method: 'gr', parameters: lists })
    const plain = { ...request, method: 'gr', epoch: 8, parameters: { ...single, T: 8 } }
    expect(spread).toEqual(answerRequest(plain))
    const held = answerRequest({ ...request, method: 'asl', parameters: { focusGrad: false } })
    const number = answerRequest({ ...request, method: 'asl', parameters: { focusGrad: 0 } })
    expect(held).toEqual(number)
  })

  it('goes on with the state of the answer before', () => {
    const asked = { ...request, method: 'll-cp', parameters: { k: 1 } }
    const first = answerRequest(asked)
    expect(first.marked).toEqual([[0, 2]])
    expect(first.state['pseudo']).toEqual([[null, null, 1]])
    const state: unknown = JSON.parse(JSON.stringify(first.state))
    const second = answerRequest({ ...asked, state })
    expect(second.marked).toEqual([
      [0, 1],
      [0, 2],
    ])
  })

  it('takes the expected number from complete images where it is not given', () => {
    const rows = Array.from({ length: 20 }, () => [1, 1, 0])
    const { state } = answerRequest({ method: 'epr', logits: rows, labels: rows })
    expect(state['expected']).toBe(2)
    expect(answerRequest({ ...request, method: 'epr' }).state['expected']).toBe(1.5)
  })

  it('boosts what speaks for a class in a map, and its gradient', () => {
    const maps = [
      [
        [2, -1, 0.5, -3],
        [-1, -2, -0.5, 0.2],
      ],
    ]
    const parameters = { boost: 5, alpha: 0.2 }
    const { grads } = answerRequest({ method: 'em', maps, labels: [[1, -1]], parameters })
    const expected = [-0.00354831, -0.00354831, -0.00354831, -0.01774154]
    const close = expected.map((slope) => z.unknown().parse(expect.closeTo(slope, 7)))
    expect(grads['maps']).toMatchObject([[{}, close]])
  })

  it('gives gradients by maps the way the maps were nested', () => {
    const maps = [
      [
        [
          [2, -1],
          [0.5, -3],
        ],
      ],
    ]
    const { grads } = answerRequest({ method: 'an', maps, labels: [[1]], parameters: { boost: 5 } })
    expect(grads['maps']).toMatchObject([[[[expect.any(Number), expect.any(Number)], {}]]])
  })
})

describe('a request that cannot be served', () => {
  it.each([
    ['{"method":"an"', 'The line is no JSON'],
    ['{"method":"an","logits":[[NaN]],"labels":[[1]]}', 'The line is no JSON'],
    ['[]', 'The request'],
    ['{}', 'method'],
    ['{"method":"an","logits":[[1e999]],"labels":[[1]]}', 'logits must hold finite numbers'],
    ['{"method":"an","logits":[],"labels":[]}', 'logits must be rows'],
    ['{"method":"an","logits":[1,2],"labels":[1,0]}', 'logits must be rows'],
  ])('%s is answered with why', (line, message) => {
    expect(refusal(line)).toMatchObject({ code: 'BAD_REQUEST', path: null })
    expect(refusal(line).message).toContain(message)
  })

  it.each([
    [{ logits: [[1, 2, 3], [1]] }, 'The rows of logits have unequal lengths'],
    [{ logits: [[1, [2], 3]] }, 'unequal depths'],
    [{ logits: [[1, null, 3]] }, 'logits must hold finite numbers'],
    [{ logits: [[1, 'a', 3]] }, 'logits must hold finite numbers'],
    [{ labels: [[1, 0]] }, 'labels is 1 x 2, not 1 x 3'],
    [{ labels: [[1, 0, 7]] }, 'not 7'],
    [{ epoch: -1 }, 'epoch'],
    [{ parameters: { teacher: [[0.1, null, 0.2]] } }, 'teacher must hold finite numbers'],
    [{ parameters: { teacher: [[0.1, 0.2]] } }, 'teacher is 1 x 2'],
    [{ method: 'bce-full' }, 'needs truth'],
    [{ method: 'epr', state: { expected: [1, 2] } }, 'state.expected has 2 numbers, not 1'],
  ])('%j names what is wrong', (change, message) => {
    expect(refused(change)).toMatchObject({ code: 'BAD_REQUEST' })
    expect(refused(change).message).toContain(message)
  })

  it.each([
    [{ method: 'em', parameters: { alpha: 7 } }, '(alpha): 7 is not from 0 to 1'],
    [{ method: 'em', parameters: { beta: 1 } }, 'no parameter "beta"'],
    [{ method: 'em', parameters: { alpha: 'much' } }, 'alpha must be a number'],
    [{ method: 'gr', parameters: { beta: [1, 2] } }, 'beta must be 4 numbers'],
    [{ method: 'splc', parameters: { warmup: 1.5 } }, 'a whole number from 0 to 1000'],
  ])('%j names the parameter and its range', (change, message) => {
    expect(refused(change)).toMatchObject({ code: 'PARAMETER_INVALID' })
    expect(refused(change).message).toContain(message)
  })

  it('for an unknown method lists those that there are', () => {
    const { code, advice } = refused({ method: 'magic' })
    expect(code).toBe('METHOD_UNKNOWN')
    expect(advice).toContain('em-apl')
  })
})
