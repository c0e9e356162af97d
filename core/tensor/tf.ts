/** The part of TensorFlow.js that the rest of the core may use. */
export {
  memory,
  tensor1d,
  tensor2d,
  tidy,
  variable,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core'
export type { Tensor2D, Variable } from '@tensorflow/tfjs-core'
