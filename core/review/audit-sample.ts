import type { RandomState } from '../kernel/rng'

/** A part of what nobody has decided, before a sample is drawn from it. */
export type AuditPool = {
  images: ArrayLike<number>
  /** What the model expects the share of present labels to be; null: it cannot tell. */
  share: number | null
}

/** Of each part at least so many: fewer say next to nothing. */
const LEAST = 8
/** A part is never taken to be purer than this. */
const PUREST = 0.02
/** For a model that cannot tell. */
const ANY_SHARE = 0.5

/** Random images of each part, `total` in all: more where more is uncertain (Neyman's allocation). */
export function drawAudit(
  pools: readonly AuditPool[],
  total: number,
  rng: RandomState,
): number[][] {
  const sizes = allocate(pools, total)
  return pools.map(({ images }, k) => {
    const order = rng.permutation(images.length)
    return Array.from(order.slice(0, sizes[k] ?? 0), (at) => images[at] ?? 0)
  })
}

function allocate(pools: readonly AuditPool[], total: number): number[] {
  const weights = pools.map(({ images, share }) => {
    const p = Math.max(PUREST, Math.min(1 - PUREST, share ?? ANY_SHARE))
    return images.length * Math.sqrt(p * (1 - p))
  })
  const sum = weights.reduce((a, b) => a + b, 0)
  const wished = pools.map(({ images }, k) => {
    const proportional = sum === 0 ? 0 : Math.round((total * (weights[k] ?? 0)) / sum)
    return Math.min(images.length, Math.max(LEAST, proportional))
  })
  return cutTo(wished, total)
}

/** Takes what is too much from the largest. */
function cutTo(wished: readonly number[], total: number): number[] {
  const sizes = [...wished]
  const excess = sizes.reduce((a, b) => a + b, 0) - total
  const largest = sizes.indexOf(Math.max(...sizes))
  if (excess > 0) sizes[largest] = Math.max(1, (sizes[largest] ?? 0) - excess)
  return sizes
}
