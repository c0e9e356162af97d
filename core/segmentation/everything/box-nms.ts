import type { PixelBox } from './packed-mask'

/**
 * Which boxes stay, the best first: of two whose IoU exceeds `most`, the one with the higher score
 * (the one that comes first where equal).
 */
export function boxNms(
  boxes: readonly PixelBox[],
  scores: readonly number[],
  most: number,
): number[] {
  const order = boxes.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  const kept: { index: number; box: PixelBox }[] = []
  for (const index of order) {
    const box = boxes[index]
    if (box === undefined || kept.some((one) => boxIou(one.box, box) > most)) continue
    kept.push({ index, box })
  }
  return kept.map(({ index }) => index)
}

function boxIou(a: PixelBox, b: PixelBox): number {
  const across = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)
  const down = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0)
  if (across <= 0 || down <= 0) return 0
  const shared = across * down
  return shared / (boxArea(a) + boxArea(b) - shared)
}

const boxArea = ({ x0, y0, x1, y1 }: PixelBox) => (x1 - x0) * (y1 - y0)
