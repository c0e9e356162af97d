import type { GraphPart } from '../../inference/onnx/graph-part'

/** Below any length that rows have; a row of zeros stays one. */
const SHORTEST = 1e-20

/** Rows standardised by constants of `dims`: (x - mean) / std. */
export function standardiseNodes(
  part: GraphPart,
  input: string,
  name: string,
  { mean, std, dims }: { mean: Float32Array; std: Float32Array; dims: readonly number[] },
): string {
  const centred = part.node(
    'Sub',
    [input, part.floats(`${name}/mean`, dims, mean)],
    `${name}/centred`,
  )
  return part.node('Div', [centred, part.floats(`${name}/std`, dims, std)], name)
}

/** Rows [..., width] at length 1; of products, for what reduces an axis changes from opset to opset. */
export function unitNodes(part: GraphPart, input: string, name: string, width: number): string {
  const squares = part.node('Mul', [input, input], `${name}/squares`)
  const sum = part.node('MatMul', [squares, onesOf(part, name, width)], `${name}/square`)
  const length = part.node('Sqrt', [sum], `${name}/length`)
  const shortest = part.scalar(`${name}/shortest`, SHORTEST)
  return part.node('Div', [input, part.node('Max', [length, shortest], `${name}/divisor`)], name)
}

/** [width, 1] of ones, which adds up along an axis. */
export function onesOf(part: GraphPart, name: string, width: number): string {
  return part.floats(`${name}/ones`, [width, 1], new Float32Array(width).fill(1))
}
