import type { MatMul } from '../../kernel/mat-mul'
import { inverseSteps } from '../../kernel/symmetric-inverse'

/** (matrix + ridge I)^-1 of a symmetric [size, size]; `breathe` is awaited between pieces of the work. */
export async function invertRegularised(
  matrix: Float32Array,
  size: number,
  ridge: number,
  matMul: MatMul,
  breathe: () => Promise<void>,
): Promise<Float32Array> {
  const regular = matrix.map((value, i) => (i % (size + 1) === 0 ? value + ridge : value))
  const steps = inverseSteps(regular, size, matMul)
  let step = steps.next()
  while (!step.done) {
    await breathe()
    step = steps.next()
  }
  return step.value
}
