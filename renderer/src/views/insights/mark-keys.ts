/** What arrows walk over: bars, cells, points and rows that open their pictures. */
const MARK = '[data-mark]'

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/**
 * The mark that an arrow leads to, by where they lie on the screen; null at the edge. Marks of the
 * same row or column come before nearer ones beside it.
 */
export function markTowards(from: Element, key: string, root: ParentNode): HTMLElement | null {
  if (!isDirection(key)) return null
  const here = centre(from)
  let best: HTMLElement | null = null
  let least = Infinity
  for (const mark of root.querySelectorAll<HTMLElement>(MARK)) {
    const there = centre(mark)
    const { ahead, aside } = offset(key, there.x - here.x, there.y - here.y)
    if (mark === from || ahead < 2) continue
    const distance = ahead + 4 * Math.abs(aside)
    if (distance < least) [best, least] = [mark, distance]
  }
  return best
}

/** One mark of all takes part in the order of Tab: the one that had the focus last, else the first. */
export function keepOneStop(root: ParentNode, current: Element | null): void {
  const marks = [...root.querySelectorAll<HTMLElement>(MARK)]
  const stop = marks.find((mark) => mark === current) ?? marks.find(isStop) ?? marks[0]
  for (const mark of marks) mark.tabIndex = mark === stop ? 0 : -1
}

function isStop(mark: HTMLElement): boolean {
  return mark.tabIndex === 0 && mark.hasAttribute('tabindex')
}

function isDirection(key: string): key is Direction {
  return ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(key)
}

function offset(key: Direction, x: number, y: number): { ahead: number; aside: number } {
  switch (key) {
    case 'ArrowLeft':
      return { ahead: -x, aside: y }
    case 'ArrowRight':
      return { ahead: x, aside: y }
    case 'ArrowUp':
      return { ahead: -y, aside: x }
    case 'ArrowDown':
      return { ahead: y, aside: x }
  }
}

function centre(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
