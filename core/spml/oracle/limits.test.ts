import { describe, expect, it } from 'vitest'
import { answerRequest } from './answer'
import { readTable } from './tables'

const logits = [
  [2, -1, 0.5],
  [-0.5, 1.5, -2],
]
const labels = [
  [1, -1, -1],
  [-1, -1, 1],
]
const ask = (method: string, parameters: Record<string, unknown> = {}) =>
  answerRequest({ method, logits, labels, epoch: 3, parameters })

function expectSame(a: ReturnType<typeof ask>, b: ReturnType<typeof ask>, digits = 7): void {
  expect(a.loss).toBeCloseTo(b.loss, digits)
  const theirs = readTable('grad', b.grad).data
  readTable('grad', a.grad).data.forEach((slope, i) => {
    expect(slope).toBeCloseTo(theirs[i] ?? Number.NaN, digits)
  })
}

/** Nothing is taken for present, everything counts in full. */
const CERTAIN = { w0: 0, wT: 0, b0: -1000, bT: -1000, sigma0: 1000, sigmaT: 1000 }

describe('at its limit', () => {
  it('the generalised robust loss is assume negative', () => {
    expectSame(ask('gr', { ...CERTAIN, q3: 0 }), ask('an', { eps: 1e-7 }), 6)
  })

  it('the generalised robust loss is the absolute error of negatives', () => {
    const { loss, grad } = ask('gr', { ...CERTAIN, q3: 1 })
    const p = (z: number) => 1 / (1 + Math.exp(-z))
    const unknown = [-1, 0.5, -0.5, 1.5].map(p)
    const known = -Math.log(p(2)) - Math.log(p(-2))
    expect(loss).toBeCloseTo((known + unknown.reduce((a, b) => a + b)) / 6, 6)
    const slopes = unknown.map((q) => (q * (1 - q)) / 6)
    const [, a, b, c, d] = readTable('grad', grad).data
    for (const [i, slope] of [a, b, c, d].entries()) expect(slope).toBeCloseTo(slopes[i] ?? 0, 6)
  })

  it('the pseudo-label robust loss is the robust loss with its regulariser', () => {
    const shared = { beta: [0, 2, -2, -2], T: 8, eps: 1e-7 }
    const robust = ask('gr', shared)
    const held = ask('gpr', { ...shared, reg: 0 })
    expectSame(held, robust)
    const expected = [2, -1, 0.5, -0.5, 1.5, -2].reduce((sum, z) => sum + 1 / (1 + Math.exp(-z)), 0)
    const regularised = ask('gpr', { ...shared, reg: 0.05, k: 1.5 })
    expect(regularised.loss - robust.loss).toBeCloseTo(0.05 * ((expected / 2 - 1.5) / 3) ** 2, 9)
    expectSame(ask('aevlp', { ...shared, reg: 0 }), robust)
  })

  it('vision-language pseudo-labels without any are entropy maximisation', () => {
    expectSame(ask('vlpl', { alpha: 0.2 }), ask('em', { alpha: 0.2 }), 9)
    expectSame(
      ask('vlpl', {
        teacher: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      }),
      ask('em'),
      9,
    )
  })

  it.each(['ll-r', 'll-ct', 'll-cp'])('%s without suspects is assume negative', (id) => {
    expectSame(ask(id, { k: 0 }), ask('an', { eps: 0 }), 9)
    expectSame(ask(`boostlu-${id}`, { k: 0 }), ask('an', { eps: 0 }), 9)
  })

  it('a boost of 1 is the plain mean of the map', () => {
    const cells = [
      [
        [2, -1, 0.5, -3],
        [-1, -2, -0.5, 0.2],
      ],
    ]
    const boosted = answerRequest({
      method: 'an',
      maps: cells,
      labels: [[1, -1]],
      parameters: { boost: 1 },
    })
    const plain = answerRequest({ method: 'an', logits: [[-0.375, -0.825]], labels: [[1, -1]] })
    expectSame(boosted, plain, 9)
  })

  it('weak assume negative with two classes, no smoothing and no focus are assume negative', () => {
    expectSame(ask('wan', { gamma: 1 }), ask('an'), 9)
    expectSame(ask('an-ls', { s: 0 }), ask('an'), 9)
    expectSame(ask('n-ls', { s: 0 }), ask('an'), 9)
    expectSame(ask('focal', { gamma: 0 }), ask('an', { eps: 0 }), 9)
    expectSame(ask('l2r', { reg: 0 }), ask('an'), 9)
  })

  it('the asymmetric and the self-paced loss without focus are sums of assume negative', () => {
    const { loss } = ask('an', { eps: 0 })
    expect(ask('asl', { gneg: 0, gpos: 0, clip: 0 }).loss).toBeCloseTo(6 * loss, 9)
    expect(ask('splc', { gamma: 0, margin: 0, tau: 1 }).loss).toBeCloseTo(6 * loss, 9)
  })

  it('a linear start assumes negatives while its table follows the model', () => {
    const start = answerRequest({ method: 'role-li', logits, labels, epoch: 1 })
    const smooth = answerRequest({ method: 'an-ls', logits, labels, epoch: 1 })
    expect(start.grad).toEqual(smooth.grad)
    const role = answerRequest({ method: 'role', logits, labels, epoch: 1 })
    expect(start.grads['estimate']).toEqual(role.grads['estimate'])
  })
})
