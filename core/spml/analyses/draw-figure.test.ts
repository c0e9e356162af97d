import { expect, it } from 'vitest'
import { type Figure, type FigurePanel, figure as figureSchema } from '../../contract/analyses'
import { drawFigure } from './draw-figure'

const panel: FigurePanel = {
  ...{ title: 'Loss & <more>', reading: 'Lower is better.', xTitle: 'Epoch', unit: 'number' },
  ...{ range: null, missing: '' },
  lines: [
    { name: 'Run 1', look: 0, x: [1, 2, 3, 4], y: [4, null, 2, 1] },
    { name: 'Run 2', look: 1, x: [1, 2], y: [3, 3] },
  ],
}

function figure(panels: FigurePanel[], notes: string[] = []): Figure {
  const runs = [
    { id: 'run-1', name: 'Run 1' },
    { id: 'run-2', name: 'Run 2' },
  ]
  return figureSchema.parse({ what: 'epochs', title: 'Runs', runs, panels, notes })
}

it('draws title, legend, axes and every line; text cannot break out', () => {
  const { svg, width, height } = drawFigure(figure([panel]))
  expect(svg).toContain('Loss &amp; &lt;more&gt;')
  expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`)
  expect(svg.match(/<path /g)).toHaveLength(2)
  expect(svg).not.toMatch(/NaN|Infinity|undefined/)
})

it('leaves a gap where there is no value, and makes a lone value a dot', () => {
  const { svg } = drawFigure(figure([panel]))
  const [first] = /<path d="[^"]*"/.exec(svg) ?? ['']
  expect(first.match(/M/g)).toHaveLength(2)
  expect(first).toContain('h.1')
})

it('keeps what lies beyond a range of its own inside of the plot', () => {
  const cut = { ...panel, range: [0, 2] as [number, number] }
  expect(drawFigure(figure([cut])).svg).toMatch(/<svg x="62" y="\d+" width="346" height="200"/)
})

it('says in words what cannot be shown and what is left out', () => {
  const empty = { ...panel, lines: [], missing: 'Nobody knows.' }
  const { svg } = drawFigure(figure([empty], ['Run 3 is left out.']))
  expect(svg).toContain('Nobody knows.')
  expect(svg).toContain('Run 3 is left out.')
})

it('draws one flat value, one epoch and no panel at all without harm', () => {
  const flat = { ...panel, lines: [{ name: 'Run 1', look: 9, x: [1], y: [0] }] }
  expect(drawFigure(figure([flat])).svg).not.toMatch(/NaN|Infinity/)
  expect(drawFigure(figure([])).height).toBeGreaterThan(0)
})
