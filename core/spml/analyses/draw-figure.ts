import type { Figure, FigurePanel } from '../../contract/analyses'
import { PANEL_WIDTH, drawPanel, headHeight, panelHeight } from './draw-panel'
import { escapeXml, wrap } from './svg-text'

const MARGIN = 24
const GAP = 28
const MOST_COLUMNS = 3

/** A drawn figure and how large it is in pixels. */
export type Drawing = { svg: string; width: number; height: number }

/** A figure on white, for papers and screens alike: its title, its panels in rows, what is left out. */
export function drawFigure(figure: Figure): Drawing {
  const rows = rowsOf(figure.panels, columnsOf(figure))
  const columns = Math.max(1, ...rows.map((row) => row.length))
  const width = 2 * MARGIN + columns * PANEL_WIDTH + (columns - 1) * GAP
  const parts = [
    `<text x="${MARGIN}" y="36" font-size="18" font-weight="600">${escapeXml(figure.title)}</text>`,
  ]
  let y = 60
  for (const row of rows) {
    const head = Math.max(...row.map(headHeight))
    row.forEach((panel, column) => {
      const x = MARGIN + column * (PANEL_WIDTH + GAP)
      parts.push(`<g transform="translate(${x} ${y})">`, drawPanel(panel, head), '</g>')
    })
    y += panelHeight(head) + GAP
  }
  for (const line of figure.notes.flatMap((note) => wrap(note, 64 * columns))) {
    parts.push(`<text x="${MARGIN}" y="${y}" class="quiet">${escapeXml(line)}</text>`)
    y += 18
  }
  return { svg: sheet(parts, width, y), width, height: y }
}

/** Panels of one kind for each run stand side by side. */
function columnsOf({ what, runs }: Figure): number {
  return what === 'distribution' || what === 'gap'
    ? Math.min(MOST_COLUMNS, runs.length)
    : MOST_COLUMNS
}

function rowsOf(panels: readonly FigurePanel[], columns: number): FigurePanel[][] {
  const rows: FigurePanel[][] = []
  for (let i = 0; i < panels.length; i += columns) rows.push(panels.slice(i, i + columns))
  return rows
}

function sheet(parts: readonly string[], width: number, height: number): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Inter, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif" font-size="12" fill="#17191c">`,
    '<style>.quiet{fill:#555c65}</style>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}
