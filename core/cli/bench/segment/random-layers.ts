import { GraphPart } from '../../../inference/onnx/graph-part'
import type { Attributes } from '../../../inference/onnx/onnx-format'
import { RandomState } from '../../../kernel/rng'

/** Layers with random weights: what a network takes to run does not depend on them. */
export class RandomLayers {
  readonly part = new GraphPart()
  readonly #random: RandomState
  #count = 0

  constructor(seed: number) {
    this.#random = new RandomState(seed)
  }

  /** A node, under a name of its own. */
  op(op: string, inputs: readonly string[], attributes?: Attributes): string {
    return this.part.node(op, inputs, `${op}${this.#count++}`, attributes)
  }

  /** Numbers around zero, as large as keeps what passes through them of one size. */
  weights(dims: readonly number[], inputs: number): string {
    const length = dims.reduce((product, size) => product * size, 1)
    const scale = Math.sqrt(3 / Math.max(1, inputs))
    const values = Float32Array.from({ length }, () => scale * (2 * this.#random.uniform() - 1))
    return this.part.floats(`weights${this.#count++}`, dims, values)
  }

  number(value: number): string {
    return this.part.scalar(`number${this.#count++}`, value)
  }

  whole(...values: number[]): string {
    return this.part.integers(`whole${this.#count++}`, values)
  }

  /** [..., inputs] to [..., outputs]. */
  linear(x: string, inputs: number, outputs: number): string {
    const product = this.op('MatMul', [x, this.weights([inputs, outputs], inputs)])
    return this.op('Add', [product, this.weights([outputs], inputs)])
  }

  /** Several of them with rectifiers between. */
  perceptron(x: string, sizes: readonly number[]): string {
    return sizes.slice(1).reduce((at, outputs, i) => {
      const given = i === 0 ? at : this.op('Relu', [at])
      return this.linear(given, sizes[i] ?? 0, outputs)
    }, x)
  }

  norm(x: string, channels: number): string {
    const ones = this.weights([channels], 1)
    return this.op('LayerNormalization', [x, ones, this.weights([channels], 1)])
  }

  /** The same over the channels of a map [1, channels, height, width]. */
  mapNorm(x: string, channels: number): string {
    const last = this.op('Transpose', [x], { perm: [0, 2, 3, 1] })
    return this.op('Transpose', [this.norm(last, channels)], { perm: [0, 3, 1, 2] })
  }

  gelu(x: string): string {
    const share = this.op('Erf', [this.op('Div', [x, this.number(Math.SQRT2)])])
    const half = this.op('Mul', [x, this.number(0.5)])
    return this.op('Mul', [half, this.op('Add', [share, this.number(1)])])
  }

  /** Attention of eight heads in `inner` channels; all are [1, positions, 256]. */
  attention(q: string, k: string, v: string, inner: number): string {
    const heads = (x: string, perm: readonly number[]) => {
      const apart = this.op('Reshape', [
        this.linear(x, 256, inner),
        this.whole(1, -1, 8, inner / 8),
      ])
      return this.op('Transpose', [apart], { perm })
    }
    const product = this.op('MatMul', [heads(q, [0, 2, 1, 3]), heads(k, [0, 2, 3, 1])])
    const scores = this.op('Div', [product, this.number(Math.sqrt(inner / 8))])
    const shares = this.op('Softmax', [scores], { axis: 3 })
    const mixed = this.op('MatMul', [shares, heads(v, [0, 2, 1, 3])])
    const together = this.op('Transpose', [mixed], { perm: [0, 2, 1, 3] })
    return this.linear(this.op('Reshape', [together, this.whole(1, -1, inner)]), inner, 256)
  }
}
