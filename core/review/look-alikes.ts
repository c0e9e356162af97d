/** Images of one gathering before this one with which it is compared: duplicates score alike. */
const REACH = 32

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

/**
 * At most `size` groups of near-duplicates out of ranked images, each led by its best one. Images that
 * come after the last group still join one that they belong to.
 */
export function gatherDuplicates(
  ranked: readonly number[],
  size: number,
  isDuplicate: (a: number, b: number) => boolean,
): number[][] {
  const groups: number[][] = []
  for (const image of ranked) {
    const near = groups.slice(-REACH)
    const own = near.find(([leader]) => leader !== undefined && isDuplicate(leader, image))
    if (own) own.push(image)
    else if (groups.length < size) groups.push([image])
  }
  return groups
}
