import * as tf from '@tensorflow/tfjs-core'

/** How a filter goes over a picture, with the cells of zeros on every side. */
export type Around = {
  stride: number
  depthwise: boolean
  top: number
  bottom: number
  left: number
  right: number
}

/**
 * The gradients of a convolution by operations that every backend has fast: WASM has no kernel for some
 * of them, and a naive loop for another.
 */
export function composedFilterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  { stride, depthwise, top, bottom, left, right }: Around,
  shape: readonly number[],
): tf.Tensor {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape
  const [images = 0, rows = 0, columns = 0] = dy.shape
  const isPlain = height === 1 && width === 1 && stride === 1
  const padded = isPlain
    ? x
    : tf.pad(x, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ])
  /** [images, rows, columns, inputs]: what one cell of the filter saw. */
  const seenBy = (row: number, column: number) => {
    if (isPlain) return padded
    const from = [0, row, column, 0]
    const to = [images, row + (rows - 1) * stride + 1, column + (columns - 1) * stride + 1, inputs]
    return tf.stridedSlice(padded, from, to, [1, stride, stride, 1])
  }
  const cells = Array.from({ length: height * width }, (_, cell) =>
    tf.tidy(() => {
      const seen = seenBy(Math.floor(cell / width), cell % width)
      if (depthwise) return tf.sum(tf.mul(seen, dy), [0, 1, 2])
      return tf.matMul(tf.reshape(seen, [-1, inputs]), tf.reshape(dy, [-1, outputs]), true)
    }),
  )
  return tf.reshape(tf.stack(cells), [...shape])
}

/** The gradient by x [B, H, W, in], of `shape`: dy with zeros between its cells, under the turned filter. */
export function composedInputGradient(
  filter: tf.Tensor,
  dy: tf.Tensor,
  { stride, depthwise, top, left }: Around,
  shape: readonly number[],
): tf.Tensor {
  const [, height = 0, width = 0] = shape
  const [high = 1, wide = 1] = filter.shape
  const spread = spreadOut(dy, stride)
  const [, rows = 0, columns = 0] = spread.shape
  const [above, before] = [high - 1 - top, wide - 1 - left]
  // As much as makes the result as long as x was; a last cell that no filter saw gets zeros.
  const below = Math.max(0, height - rows + high - 1 - above)
  const after = Math.max(0, width - columns + wide - 1 - before)
  const placed = tf.pad(spread, [
    [0, 0],
    [above, below],
    [before, after],
    [0, 0],
  ])
  // Ours carry no rank in their type.
  const [image, turned] = [placed as tf.Tensor4D, tf.reverse(filter, [0, 1]) as tf.Tensor4D]
  const made = depthwise
    ? tf.depthwiseConv2d(image, turned, 1, 'valid')
    : tf.conv2d(image, tf.transpose(turned, [0, 1, 3, 2]), 1, 'valid')
  return tf.slice(made, [0, 0, 0, 0], [...shape])
}

/** [B, h * stride, w * stride, C] of [B, h, w, C], with zeros below and to the right of every cell. */
function spreadOut(x: tf.Tensor, stride: number): tf.Tensor {
  if (stride === 1) return x
  const [images = 0, rows = 0, columns = 0, channels = 0] = x.shape
  const cells = tf.reshape(x, [images * rows * columns, channels])
  const wide = tf.pad(cells, [
    [0, 0],
    [0, (stride - 1) * channels],
  ])
  const length = columns * stride * channels
  const lines = tf.pad(tf.reshape(wide, [images * rows, length]), [
    [0, 0],
    [0, (stride - 1) * length],
  ])
  return tf.reshape(lines, [images, rows * stride, columns * stride, channels])
}
