import { darker, lighter, paints } from '../colours'
import type { Dice } from '../dice'
import { box, circle, ellipse, group, shape, svg } from '../svg'
import type { Drawing, Setting } from '../thing'

interface Body {
  outline: string
  windows: string[]
  wheels: [number, number]
}

const bodies: readonly [Body, ...Body[]] = [
  {
    outline:
      'M-88 -18 Q-90 -38 -74 -40 L-48 -44 Q-34 -66 -12 -66 L22 -66 Q40 -64 52 -44 L76 -40 Q90 -38 88 -18Z',
    windows: ['M-40 -44 Q-30 -60 -12 -60 L0 -60 L0 -44Z', 'M6 -60 L22 -60 Q34 -58 44 -44 L6 -44Z'],
    wheels: [-52, 54],
  },
  {
    outline: 'M-82 -18 Q-84 -66 -72 -72 L20 -72 Q38 -70 50 -46 L72 -42 Q84 -38 82 -18Z',
    windows: [
      'M-70 -66 L-42 -66 L-42 -46 L-70 -46Z',
      'M-36 -66 L-6 -66 L-6 -46 L-36 -46Z',
      'M0 -66 L20 -66 Q32 -62 40 -46 L0 -46Z',
    ],
    wheels: [-50, 50],
  },
  {
    outline: 'M-92 -18 L-92 -42 L-14 -42 L-8 -66 L26 -66 Q38 -64 48 -44 L76 -40 Q90 -36 88 -18Z',
    windows: ['M-4 -60 L24 -60 Q34 -58 40 -44 L-8 -44Z'],
    wheels: [-56, 54],
  },
  {
    outline: 'M-62 -18 Q-66 -44 -54 -50 Q-44 -72 -14 -72 L8 -72 Q32 -70 44 -46 Q64 -42 62 -18Z',
    windows: ['M-46 -48 Q-38 -66 -14 -66 L-6 -66 L-6 -48Z', 'M0 -66 L8 -66 Q26 -64 36 -48 L0 -48Z'],
    wheels: [-36, 36],
  },
]

/** A saloon, van, pick-up or small car, seen from its side. */
export function drawCar(dice: Dice, { mood }: Setting): Drawing {
  const { outline, windows, wheels } = dice.pick(bodies)
  const paint = dice.pick(paints)
  const glass = mood.dark ? '#f6dc9a' : '#cfe4ec'
  const parts = [
    shape(outline, paint),
    box(-86, -26, 172, 8, darker(paint, 0.25), 3),
    ...windows.map((window) => shape(window, glass)),
    ...windows.map((window) =>
      group(
        'translate(0 0)',
        `<path d="${window}" fill="#ffffff" opacity=".18" transform="skewX(-18) translate(-16 0) scale(.6 1)"/>`,
      ),
    ),
    box(-6, -38, 10, 2.6, darker(paint, 0.35), 1.3),
    ellipse(wheels[1] + 26, -33, 5, 4.4, '#fbe7b0'),
    ellipse(wheels[0] - 28, -33, 3.4, 5, '#d9594c'),
    ...wheels.map((x) => wheel(x)),
  ]
  const clipped = parts.join('')
  return {
    svg: clipped,
    width: 176,
    height: 70,
    shadow: 86,
    ...(mood.dark ? { glow: { x: wheels[1] + 34, y: -32, radius: 44 } } : {}),
  }
}

function wheel(x: number): string {
  const rim = svg`${lighter('#8b95a1', 0.3)}`
  return circle(x, -14, 15.5, '#2e3038') + circle(x, -14, 8.5, rim) + circle(x, -14, 3, '#5d6673')
}
