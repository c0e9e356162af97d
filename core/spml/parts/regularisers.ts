import type { LabelRows, Numbers } from '../method'

/**
 * A part of a loss that is no sum over single labels. Adds its gradient to `grad` [B * C] and returns
 * its value. Labels that people could not decide take no part.
 */
export type Regulariser = (logits: Numbers, labels: LabelRows, grad: Float64Array) => number
