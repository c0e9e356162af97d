import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Figure, figure } from '../../contract/analyses'
import { testProject } from '../../store/test-project'
import type { Output } from '../output'
import { addAnalyse } from './analyse'

let directory = ''

/** A project with two runs of two epochs. */
beforeEach(async () => {
  const project = await testProject(3, 2)
  directory = project.directory
  vi.stubEnv('SINGLET_DATA_DIR', join(directory, '..', 'data'))
  for (const method of ['an', 'em']) {
    const run = await project.store.runs.create({
      recipe: {
        ...{ method, parameters: {}, backbone: 'mini', resolution: 320, head: 'linear' },
        ...{ epochs: 2, batch: 8, learningRate: 0.001, weightDecay: 0, seed: 1, device: 'auto' },
      },
      ...{ device: 'wasm', images: 3, classes: 2, decisions: 3 },
    })
    const epochs = [1, 2].map((epoch) => ({
      ...{ epoch, loss: 1 / epoch, map: null, agreement: 0.5 },
      ...{ pseudoPositives: 0, imagesPerSecond: 1 },
    }))
    await project.store.runs.update(run.id, { state: 'done', epochs })
  }
  await project.store.close()
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Runs the command and gives what it printed: its lines and its summary. */
async function analyse(...options: string[]) {
  const lines: unknown[] = []
  let summary: Record<string, unknown> = {}
  const output: Output = {
    json: true,
    line: (line) => lines.push(line),
    summary: (values) => {
      summary = values
    },
    progress: () => undefined,
    failure: () => undefined,
  }
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  addAnalyse(program, output)
  await program.parseAsync(['analyse', directory, ...options], { from: 'user' })
  return { lines, summary }
}

it('prints a line for every panel and a summary, for runs by number or by id', async () => {
  const { lines, summary } = await analyse('--runs', '2,run-1')
  expect(summary).toMatchObject({ what: 'epochs', runs: ['run-2', 'run-1'], path: null })
  expect(lines).toHaveLength(Number(summary['panels']))
  expect(lines[0]).toMatchObject({
    ...{ kind: 'panel', title: 'Loss' },
    lines: [
      { name: 'Run 2: Entropy maximisation', y: [1, 0.5] },
      { name: 'Run 1: Assume negative', y: [1, 0.5] },
    ],
  })
})

it('writes the figure as JSON, SVG or PNG by the ending of the file', async () => {
  const to = (name: string) => join(directory, '..', 'figures', name)
  for (const name of ['a.json', 'a.svg', 'a.PNG']) await analyse('--runs', '1,2', '--to', to(name))
  const kept: Figure = figure.parse(JSON.parse(await readFile(to('a.json'), 'utf8')))
  expect(kept.runs.map(({ id }) => id)).toEqual(['run-1', 'run-2'])
  expect(await readFile(to('a.svg'), 'utf8')).toMatch(/^<svg /)
  expect((await readFile(to('a.PNG'))).subarray(1, 4).toString()).toBe('PNG')
})

it('says of runs without a result that they are left out', async () => {
  const { summary } = await analyse('--runs', '1', '--what', 'distribution')
  expect(summary).toMatchObject({ panels: 0, notes: [expect.stringMatching(/left out/)] })
})

it('refuses unknown runs, classes, figures and files before it computes anything', async () => {
  await expect(analyse('--runs', '1,9')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(analyse('--runs', '1,')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const ofClass = ['--what', 'distribution', '--class', 'unicorn']
  await expect(analyse('--runs', '1', ...ofClass)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(analyse('--runs', '1', '--what', 'all')).rejects.toThrow(/choices/)
  await expect(analyse('--runs', '1', '--to', 'a.gif')).rejects.toThrow(/\.svg/)
})
