import { expect, it } from 'vitest'
import type { EpochAnalysis } from '../../contract/analyses'
import type { EpochRecord } from '../../contract/training'
import { distributionPanels } from './distribution-panels'
import { epochPanels } from './epoch-panels'
import { gapPanels } from './gap-panels'
import { landscapePanels } from './landscape-panels'

const means = { observed: 1, hidden: 0, negative: -2 }
const found = { precision: 0.5, recall: 0.25, f1: 1 / 3 }

function epoch(number: number, analysis: Partial<EpochAnalysis> | null, map = 0.5): EpochRecord {
  const rest = { loss: 1 / number, map, agreement: 0.4, pseudoPositives: 0, imagesPerSecond: 1 }
  if (analysis === null) return { epoch: number, ...rest }
  const nothing = { falseNegatives: null, wasserstein: null, logits: null, gap: null }
  return { epoch: number, ...rest, analysis: { ...nothing, ...analysis } }
}

const marking = {
  name: 'Run 1',
  epochs: [epoch(1, { falseNegatives: null }), epoch(2, { falseNegatives: found, logits: means })],
}
const plain = { name: 'Run 2', epochs: [epoch(1, { wasserstein: 0.2, logits: means })] }

function panel(panels: ReturnType<typeof epochPanels>, title: string) {
  const one = panels.find((candidate) => candidate.title === title)
  if (!one) throw new Error(`no panel ${title}`)
  return one
}

it('draws a run in its own look wherever it has values, with gaps where it has none', () => {
  const panels = epochPanels([plain, marking], true)
  const precision = panel(panels, 'False negatives: precision')
  expect(precision.lines).toEqual([{ name: 'Run 1', look: 1, x: [1, 2], y: [null, 0.5] }])
  expect(panel(panels, 'Loss').lines.map(({ look }) => look)).toEqual([0, 1])
})

it('says why there is nothing: no truth, an old run, or a method that marks nothing', () => {
  const title = 'False negatives: F1'
  expect(panel(epochPanels([plain], false), title).missing).toMatch(/truth/)
  expect(panel(epochPanels([plain], true), title).missing).toMatch(/took a label/)
  const old = { name: 'Run 3', epochs: [epoch(1, null)] }
  expect(panel(epochPanels([old], true), title).missing).toMatch(/trained now/)
  expect(panel(epochPanels([plain], false), 'Agreement').missing).toBe('')
})

it('has a panel a run for logits and for gaps, on one scale, and one for the thresholds', () => {
  const ignore = { name: 'Run 4', epochs: [epoch(1, { gap: { ...means, tau: 0.45 } })] }
  const panels = gapPanels([plain, ignore], true)
  expect(panels.map(({ title }) => title)).toEqual([
    'Mean logit: Run 2',
    'Mean logit: Run 4',
    'Information gap: Run 2',
    'Information gap: Run 4',
    'Threshold of the gap, τ',
  ])
  expect(panels[0]?.range).toEqual([-2, 1])
  expect(panels[2]?.missing).toMatch(/IGNORE/)
  expect(panels[4]?.lines).toEqual([{ name: 'Run 4', look: 1, x: [1], y: [0.45] }])
})

it('spreads predictions over the groups that are known, on one scale for all runs', async () => {
  const scored = {
    ...{ name: 'Run 1', classes: 2, column: null },
    logits: Float32Array.of(3, -3, 2, -4),
    labels: Int8Array.of(1, 0, 0, -1),
  }
  const known = { ...scored, name: 'Run 2', truth: Uint8Array.of(1, 0, 1, 0) }
  const pause = () => Promise.resolve()
  const [real, simulated] = await distributionPanels([{ ...scored, truth: null }, known], pause)
  const names = (lines: readonly { name: string }[]) => lines.map(({ name }) => name.split(' (')[0])
  expect(names(real?.lines ?? [])).toEqual(['Observed positives', 'Unknown', 'Observed absent'])
  expect(names(simulated?.lines ?? [])).toEqual([
    'Observed positives',
    'All positives',
    'True negatives',
  ])
  expect(simulated?.lines[1]?.name).toMatch(/\(2, mean 0\.917\)/)
  expect(real?.range).toEqual(simulated?.range)
  const [one] = await distributionPanels([{ ...known, column: 1 }], pause)
  expect(names(one?.lines ?? [])).toEqual(['True negatives'])
})

it('lifts landscapes so that they meet in the middle', () => {
  const slope = { name: 'Run 1', look: 0, x: [-1, 0, 1], y: [3, 2, 4] }
  const [asIs, lifted] = landscapePanels([slope], 'none')
  expect(asIs?.lines[0]?.y).toEqual([3, 2, 4])
  expect(lifted?.lines[0]?.y).toEqual([1, 0, 2])
  expect(landscapePanels([], 'none').map(({ missing }) => missing)).toEqual(['none', 'none'])
})
