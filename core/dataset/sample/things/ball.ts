import { lighter, paints } from '../colours'
import type { Dice } from '../dice'
import { circle, ellipse, group, shape, stroke, svg } from '../svg'
import type { Drawing } from '../thing'

/** A beach ball, football, basketball or plain ball. */
export function drawBall(dice: Dice): Drawing {
  const skin = dice.pick([beachBall, football, basketball, plain])
  const turned = group(svg`rotate(${dice.between(-40, 40)} 0 -12)`, skin(dice))
  const shine = ellipse(-4.4, -17, 3.4, 2.2, '#ffffff88')
  const shade = shape('M10 -19 A12 12 0 0 1 -9 -4 A14 14 0 0 0 10 -19Z', '#1d1a3326')
  return { svg: turned + shade + shine, width: 24, height: 24, shadow: 10 }
}

function beachBall(dice: Dice): string {
  const paint = dice.pick(paints)
  const wedge = (angle: number, fill: string): string =>
    group(svg`rotate(${angle} 0 -12)`, shape('M0 -12 L0 -24 A12 12 0 0 1 10.4 -6Z', fill))
  return (
    wedge(0, paint) +
    wedge(120, '#f2c14e') +
    wedge(240, '#4a8fc0') +
    [60, 180, 300]
      .map((angle) =>
        group(
          svg`rotate(${angle} 0 -12)`,
          shape('M0 -12 L0 -24 A12 12 0 0 1 10.4 -18Z', '#fbf6ea'),
        ),
      )
      .join('') +
    circle(0, -12, 2.4, '#fbf6ea')
  )
}

function football(): string {
  const patch = (x: number, y: number): string => circle(x, y, 2.9, '#34363f')
  return (
    circle(0, -12, 12, '#f7f4ec') +
    patch(0, -12) +
    patch(-8, -16) +
    patch(8, -16) +
    patch(-5, -4) +
    patch(6, -4) +
    patch(0, -22)
  )
}

function basketball(): string {
  return (
    circle(0, -12, 12, '#d97b3c') +
    stroke('M-12 -12 L12 -12 M0 -24 L0 0 M-8 -21 Q-2 -12 -8 -3 M8 -21 Q2 -12 8 -3', '#5b3427', 1.3)
  )
}

function plain(dice: Dice): string {
  const paint = dice.pick(paints)
  return (
    circle(0, -12, 12, paint) +
    shape('M-11.6 -15 L11.6 -15 L11.6 -9 L-11.6 -9Z', lighter(paint, 0.5))
  )
}
