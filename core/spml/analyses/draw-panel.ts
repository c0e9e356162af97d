import type { FigureLine, FigurePanel } from '../../contract/analyses'
import { stroke } from './looks'
import { centred, escapeXml, wrap } from './svg-text'
import { roundTicks, tickTexts } from './ticks'

export const PANEL_WIDTH = 420
const PLOT_HEIGHT = 200
const FOOT = 44
const LEFT = 62
const RIGHT = 12
const LINE_HEIGHT = 15
/** Characters that fit into a line of a panel. */
const LETTERS = 66

type Scale = (value: number) => number
type Box = { top: number; x: Scale; y: Scale }

/** Pixels above the plot: title, how to read it, legend. Plots in a row begin at the same height. */
export function headHeight({ reading, lines }: FigurePanel): number {
  return 36 + wrap(reading, LETTERS).length * LINE_HEIGHT + lines.length * LINE_HEIGHT
}

export function panelHeight(head: number): number {
  return head + PLOT_HEIGHT + FOOT
}

/** One panel as SVG, its left upper corner at 0, 0, its plot `top` pixels below. */
export function drawPanel(panel: FigurePanel, top: number): string {
  const head = [
    `<text y="14" font-size="14" font-weight="600">${escapeXml(panel.title)}</text>`,
    ...wrap(panel.reading, LETTERS).map(
      (line, i) => `<text y="${32 + i * LINE_HEIGHT}" class="quiet">${escapeXml(line)}</text>`,
    ),
    ...panel.lines.map((line, i) =>
      legend(line, top - 8 - (panel.lines.length - 1 - i) * LINE_HEIGHT),
    ),
  ]
  return [...head, ...(panel.missing === '' ? plot(panel, top) : excuse(panel.missing, top))].join(
    '\n',
  )
}

function legend({ name, look }: FigureLine, y: number): string {
  const line = `<line x1="0" x2="28" y1="${y - 4}" y2="${y - 4}" ${stroke(look)} stroke-width="2"/>`
  return `${line}<text x="36" y="${y}">${escapeXml(name)}</text>`
}

function excuse(missing: string, top: number): string[] {
  return [
    `<rect y="${top}" width="${PANEL_WIDTH}" height="${PLOT_HEIGHT}" fill="#f3f4f6"/>`,
    ...centred(wrap(missing, LETTERS - 8), PANEL_WIDTH / 2, top + PLOT_HEIGHT / 2, LINE_HEIGHT),
  ]
}

function plot(panel: FigurePanel, top: number): string[] {
  const xs = extent(panel.lines.flatMap(({ x }) => x))
  const ys = panel.range ?? extent(panel.lines.flatMap(({ y }) => y.filter((v) => v !== null)))
  const right = PANEL_WIDTH - RIGHT
  const box: Box = {
    top,
    x: scale(spread(xs, 0), [LEFT, right]),
    y: scale(spread(ys, 0.04), [top + PLOT_HEIGHT, top]),
  }
  return [
    ...yAxis(panel, spread(ys, 0.04), box),
    ...xAxis(panel, spread(xs, 0), box),
    `<svg x="${LEFT}" y="${top}" width="${right - LEFT}" height="${PLOT_HEIGHT}" viewBox="${LEFT} ${top} ${right - LEFT} ${PLOT_HEIGHT}">`,
    ...panel.lines.map((line) => polyline(line, box)),
    '</svg>',
  ]
}

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low > high ? [0, 1] : [low, high]
}

/** A little air around the values; a single value still has a range. */
function spread([low, high]: readonly [number, number], air: number): [number, number] {
  const size = high - low || Math.max(1e-6, Math.abs(high)) * 0.2
  const more = high === low ? size / 2 : size * air
  return [low - more, high + more]
}

function scale([low, high]: [number, number], [from, to]: [number, number]): Scale {
  return (value) => from + ((value - low) / (high - low)) * (to - from)
}

function yAxis({ unit }: FigurePanel, [low, high]: [number, number], { y }: Box): string[] {
  const ticks = roundTicks(low, high, 5)
  return tickTexts(ticks, unit).map((text, i) => {
    const at = round(y(ticks[i] ?? 0))
    return (
      `<line x1="${LEFT}" x2="${PANEL_WIDTH - RIGHT}" y1="${at}" y2="${at}" stroke="#d5d9de"/>` +
      `<text x="${LEFT - 6}" y="${at + 4}" text-anchor="end" class="quiet">${text}</text>`
    )
  })
}

function xAxis({ xTitle }: FigurePanel, [low, high]: [number, number], { x, top }: Box): string[] {
  const ticks = roundTicks(low, high, 8).filter((tick) => xTitle !== 'Epoch' || tick % 1 === 0)
  const bottom = top + PLOT_HEIGHT
  return [
    `<line x1="${LEFT}" x2="${PANEL_WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}" stroke="#848b94"/>`,
    ...tickTexts(ticks, 'number').map(
      (text, i) =>
        `<text x="${round(x(ticks[i] ?? 0))}" y="${bottom + 16}" text-anchor="middle" class="quiet">${text}</text>`,
    ),
    `<text x="${(LEFT + PANEL_WIDTH - RIGHT) / 2}" y="${bottom + 34}" text-anchor="middle" class="quiet">${escapeXml(xTitle)}</text>`,
  ]
}

/** A line with its gaps; a value alone between gaps is a dot. */
function polyline({ x, y, look }: FigureLine, box: Box): string {
  const pieces: string[][] = [[]]
  x.forEach((at, i) => {
    const value = y[i]
    if (value == null) pieces.push([])
    else pieces.at(-1)?.push(`${round(box.x(at))} ${round(box.y(value))}`)
  })
  const path = pieces
    .filter((points) => points.length > 0)
    .map((points) => `M${points.join('L')}${points.length === 1 ? 'h.1' : ''}`)
    .join('')
  return `<path d="${path}" fill="none" ${stroke(look)} stroke-width="2" stroke-linejoin="round" stroke-linecap="${path.includes('h.1') ? 'round' : 'butt'}"/>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
