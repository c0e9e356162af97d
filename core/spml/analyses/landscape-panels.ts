import type { FigurePanel } from '../../contract/analyses'

/** The loss of a run along its direction. */
type Slope = { name: string; look: number; x: number[]; y: number[] }

/** The landscapes of some runs as they are, and lifted so that they meet in the middle. */
export function landscapePanels(slopes: readonly Slope[], missing: string): FigurePanel[] {
  const panel = {
    xTitle: 'Step along one random direction',
    unit: 'number',
    range: null,
    missing: slopes.length === 0 ? missing : '',
  } as const
  return [
    {
      ...panel,
      title: 'Loss around the weights',
      reading: 'Cross-entropy on the truth when the weights are moved; lower is better.',
      lines: slopes.map((slope) => ({ ...slope })),
    },
    {
      ...panel,
      title: 'Rise of the loss',
      reading:
        'The same from the value in the middle; a flatter valley usually generalises better.',
      lines: slopes.map((slope) => ({ ...slope, y: slope.y.map((y) => y - middle(slope.y)) })),
    },
  ]
}

function middle(values: readonly number[]): number {
  return values[(values.length - 1) / 2] ?? 0
}
