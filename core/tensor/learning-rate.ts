export type Schedule = 'constant' | 'one-cycle' | 'poly'

const CYCLE_RISE = 0.2
const CYCLE_START = 25
const CYCLE_END = 1e4
const POLY_POWER = 0.9

/**
 * The learning rate of step `step`, counted from 0, of `total`. One-cycle (Smith & Topin 2018, as PyTorch
 * has it): from highest / 25 up in a cosine over a fifth of the steps, then down to a ten-thousandth of
 * where it began. Poly: highest * (1 - step / total) ^ 0.9.
 */
export function learningRateAt(
  schedule: Schedule,
  highest: number,
  step: number,
  total: number,
): number {
  switch (schedule) {
    case 'constant':
      return highest
    case 'one-cycle':
      return oneCycle(highest, step, total)
    case 'poly':
      return highest * (1 - step / total) ** POLY_POWER
  }
}

function oneCycle(highest: number, step: number, total: number): number {
  const first = highest / CYCLE_START
  const top = Math.max(0, CYCLE_RISE * total - 1)
  if (step < top) return between(first, highest, step / top)
  return between(highest, first / CYCLE_END, (step - top) / Math.max(1, total - 1 - top))
}

/** From `start` to `end` along half a cosine. */
function between(start: number, end: number, part: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * part))
}
