import { darker, lighter, mix, woods } from '../colours'
import type { Dice } from '../dice'
import { circle, ellipse, group, shape, stroke, svg } from '../svg'
import type { Drawing, Setting } from '../thing'

/** A broad tree, a fir, a poplar, a bare one in winter or, on sand, a palm. */
export function drawTree(dice: Dice, { surface, mood }: Setting): Drawing {
  const stretch = svg`scale(${dice.between(0.85, 1.15)} ${dice.between(0.85, 1.15)})`
  const leaf = dice.pick(mood.leaves)
  const finish = (svgText: string, width: number, height: number): Drawing => ({
    svg: group(stretch, svgText),
    width,
    height,
    shadow: width * 0.42,
  })
  if (surface === 'sand') return finish(palm(leaf), 130, 170)
  const kind = dice.whole(0, 3)
  const snow = mood.name === 'winter'
  if (snow && kind < 2) return finish(bare(dice), 120, 170)
  if (kind === 0)
    return finish(fir(snow ? mix(leaf, '#ffffff', 0.35) : darker(leaf, 0.15)), 100, 190)
  if (kind === 1) return finish(poplar(leaf), 64, 196)
  return finish(broad(dice, leaf), 132, 176)
}

function trunk(dice: Dice, height: number): string {
  const wood = dice.pick(woods)
  return (
    shape(svg`M-9 0 Q-5 ${-height / 2} -6 ${-height} L6 ${-height} Q5 ${-height / 2} 9 0Z`, wood) +
    shape(
      svg`M2 0 Q3 ${-height / 2} 2 ${-height} L6 ${-height} Q5 ${-height / 2} 9 0Z`,
      darker(wood),
    )
  )
}

function broad(dice: Dice, leaf: string): string {
  const blobs = [
    [-34, -96, 32],
    [34, -98, 33],
    [0, -130, 40],
    [-18, -112, 34],
    [20, -84, 30],
  ] as const
  const shade = blobs.map(([x, y, r]) => circle(x + 3, y + 6, r, darker(leaf, 0.16))).join('')
  const lit = blobs.map(([x, y, r]) => circle(x - 4, y - 4, r * 0.86, leaf)).join('')
  const light =
    circle(-20, -138, 16, lighter(leaf, 0.16)) + circle(-44, -104, 12, lighter(leaf, 0.12))
  const fruit = dice.chance(0.2)
    ? [
        [-30, -90],
        [10, -110],
        [34, -94],
        [-6, -140],
      ]
        .map(([x = 0, y = 0]) => circle(x, y, 4.6, '#d9594c'))
        .join('')
    : ''
  return (
    trunk(dice, 80) +
    stroke('M0 -60 L20 -84 M0 -66 L-18 -86', '#6e4a35', 5) +
    shade +
    lit +
    light +
    fruit
  )
}

function fir(leaf: string): string {
  const tier = (y: number, half: number, height: number): string =>
    shape(svg`M${-half} ${y} Q0 ${y + 9} ${half} ${y} L0 ${y - height}Z`, leaf) +
    shape(
      svg`M0 ${y + 4} Q${half * 0.6} ${y + 4} ${half} ${y} L0 ${y - height}Z`,
      darker(leaf, 0.14),
    )
  return (
    stroke('M0 0 L0 -30', '#6e4a35', 11) +
    tier(-24, 48, 76) +
    tier(-68, 39, 70) +
    tier(-112, 29, 72)
  )
}

function poplar(leaf: string): string {
  return (
    stroke('M0 0 L0 -50', '#7a5a45', 9) +
    ellipse(0, -112, 30, 84, leaf) +
    shape('M4 -196 Q34 -170 30 -110 Q28 -40 2 -28 Q18 -110 4 -196Z', darker(leaf, 0.14))
  )
}

function bare(dice: Dice): string {
  const branch =
    'M0 -70 L-34 -120 M-18 -96 L-44 -100 M0 -86 L34 -134 M16 -108 L44 -112 M0 -80 L0 -164 M0 -120 L-18 -150 M0 -130 L16 -160 M-26 -110 L-26 -140 M28 -126 L50 -146'
  const lean = dice.between(-4, 4)
  return group(
    svg`rotate(${lean})`,
    shape('M-9 0 Q-5 -40 -4 -84 L4 -84 Q5 -40 9 0Z', '#6f5a52'),
    stroke(branch, '#6f5a52', 4),
    stroke('M-36 -122 L-46 -103 M34 -136 L44 -114', '#ffffffcc', 2.4),
  )
}

function palm(leaf: string): string {
  const frond = (x: number, y: number): string =>
    shape(svg`M10 -140 Q${x * 0.6} ${y - 24} ${x} ${y} Q${x * 0.5} ${y - 8} 10 -140Z`, leaf)
  const fronds = [
    [-58, -122],
    [-46, -158],
    [72, -118],
    [62, -158],
    [18, -186],
    [-30, -98],
    [50, -92],
  ] as const
  const stem =
    stroke('M0 0 Q-8 -70 10 -138', '#a8744a', 11) + stroke('M3 -8 Q-3 -70 13 -136', '#8a5a3c', 3)
  return (
    stem +
    fronds.map(([x, y]) => frond(x, y)).join('') +
    circle(6, -134, 5, '#6e4a35') +
    circle(15, -132, 5, '#7d563e')
  )
}
