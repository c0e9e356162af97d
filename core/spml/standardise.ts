export type Scaling = { mean: Float32Array; std: Float32Array }

/** A channel that hardly varies says nothing: dividing by its spread would only make noise large. */
const SMALLEST_SPREAD = 1e-6

/** Mean and standard deviation of the first `used` of each row's `width` columns. vectors [N, width]. */
export function measureScaling(vectors: Float32Array, width: number, used: number): Scaling {
  const rows = vectors.length / width
  const sum = new Float64Array(used)
  const squares = new Float64Array(used)
  for (let r = 0; r < rows; r++) {
    for (let d = 0; d < used; d++) {
      const x = vectors[r * width + d] ?? 0
      sum[d] = (sum[d] ?? 0) + x
      squares[d] = (squares[d] ?? 0) + x * x
    }
  }
  const mean = Float32Array.from(sum, (total) => total / rows)
  const std = Float32Array.from(squares, (total, d) => {
    const spread = Math.sqrt(Math.max(0, total / rows - (mean[d] ?? 0) ** 2))
    return spread > SMALLEST_SPREAD ? spread : 1
  })
  return { mean, std }
}

/** Standardises rows of length D, in place or into another table. */
export function standardise(
  vectors: Float32Array,
  { mean, std }: Scaling,
  into: Float32Array = vectors,
): Float32Array {
  const width = mean.length
  const factors = std.map((spread) => 1 / spread)
  for (let start = 0; start < vectors.length; start += width) {
    for (let d = 0; d < width; d++) {
      into[start + d] = ((vectors[start + d] ?? 0) - (mean[d] ?? 0)) * (factors[d] ?? 1)
    }
  }
  return into
}
