/** The part of TensorFlow.js that the rest of the core may use. */
export {
  add,
  mean,
  memory,
  reshape,
  tensor1d,
  tensor2d,
  tidy,
  variable,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core'
export type { Rank, Tensor2D, Variable } from '@tensorflow/tfjs-core'
