import type { KernelExpert } from '../closed-form/kernel-ridge'
import { FLOOR } from '../closed-form/lda'
import type { LdaExpert } from '../closed-form/lda'
import type { RidgeExpert } from '../closed-form/ridge'
import type { GraphPart } from '../../inference/onnx/graph-part'

/** Scores [B, C] of unit rows [B, D]. */
export function ridgeNodes(
  part: GraphPart,
  units: string,
  { weights, means }: RidgeExpert,
): string {
  const classes = means.length
  const inputs = [
    units,
    part.floats('ridge/weights', [weights.length / classes, classes], weights),
    part.floats('ridge/means', [classes], means),
  ]
  return part.node('Gemm', inputs, 'ridge')
}

/** Scores [B, C] of unit rows [B, D]. */
export function kernelNodes(
  part: GraphPart,
  units: string,
  { rows, duals, means, sharpness }: KernelExpert,
): string {
  const classes = means.length
  const images = duals.length / classes
  const known = part.halves('kernel/rows', [images, rows.length / images], rows)
  const less = part.node(
    'Gemm',
    [units, known, part.scalar('kernel/one', -1)],
    'kernel/cosines_less_one',
    { transB: 1 },
  )
  const sharp = part.node('Mul', [less, part.scalar('kernel/sharpness', sharpness)], 'kernel/sharp')
  const inputs = [
    part.node('Exp', [sharp], 'kernel/values'),
    part.floats('kernel/duals', [images, classes], duals),
    part.floats('kernel/means', [classes], means),
  ]
  return part.node('Gemm', inputs, 'kernel')
}

/** Log posteriors [B, C] of standardised rows [B, D]. */
export function ldaNodes(
  part: GraphPart,
  vectors: string,
  { weights, bias, temperature }: LdaExpert,
): string {
  const classes = bias.length
  const inputs = [
    vectors,
    part.floats('lda/weights', [weights.length / classes, classes], weights),
    part.floats('lda/bias', [classes], bias),
  ]
  const discriminants = part.node('Gemm', inputs, 'lda/discriminants')
  const sharp = part.node(
    'Mul',
    [discriminants, part.scalar('lda/temperature', temperature)],
    'lda/sharp',
  )
  const posteriors = part.node('Softmax', [sharp], 'lda/posteriors', { axis: 1 })
  const padded = part.node('Add', [posteriors, part.scalar('lda/floor', FLOOR)], 'lda/padded')
  return part.node('Log', [padded], 'lda')
}
