/**
 * The same images in an order where look-alikes stand together: from the first on, always the one
 * most like the last. Greedy, which is enough for a page.
 */
export function chainLookAlikes(
  images: readonly number[],
  likeness: (a: number, b: number) => number,
): number[] {
  const rest = [...images]
  const chain = rest.splice(0, 1)
  while (rest.length > 0) {
    const last = chain[chain.length - 1] ?? 0
    const values = rest.map((image) => likeness(last, image))
    const next = values.indexOf(Math.max(...values))
    chain.push(...rest.splice(Math.max(0, next), 1))
  }
  return chain
}
