/** Logits [B * C] of class activation maps, and the way back for their gradient. */
export type Pooled = {
  logits: Float64Array
  /** d loss / d map [B * C * P] from d loss / d logits [B * C]. */
  backward: (grad: ArrayLike<number>) => Float64Array
}

/**
 * BoostLU and the mean over the P cells of each map (Kim et al., "Bridging the Gap", CVPR 2023): what
 * speaks for a class, every cell above 0, counts `boost` times. With a boost of 1 it is the plain mean.
 */
export function poolMaps(maps: Float64Array, cells: number, boost: number): Pooled {
  const factor = maps.map((cell) => (cell > 0 ? boost : 1) / cells)
  const logits = new Float64Array(maps.length / cells)
  maps.forEach((cell, i) => {
    const map = Math.floor(i / cells)
    logits[map] = (logits[map] ?? 0) + cell * (factor[i] ?? 0)
  })
  const backward = (grad: ArrayLike<number>) =>
    factor.map((share, i) => share * (grad[Math.floor(i / cells)] ?? 0))
  return { logits, backward }
}
