import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeFolder, makeJpeg, writeFiles } from '../../dataset/test-files'
import { VOC_CLASSES } from '../../dataset/import/layouts/known-classes'
import type { Output } from '../output'
import { addPapers } from './papers'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ folder, remove } = await makeFolder())
  vi.stubEnv('SINGLET_DATA_DIR', join(folder, 'user'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await remove()
})

/** Runs the command and gives what it printed. */
async function papers(json: boolean, ...options: string[]) {
  const lines: Record<string, unknown>[] = []
  const texts: string[] = []
  let summary: Record<string, unknown> = {}
  const output: Output = {
    json,
    line: (line, text = '') => {
      lines.push(line)
      texts.push(text)
    },
    summary: (values, text) => {
      summary = values
      texts.push(text)
    },
    progress: () => undefined,
    failure: () => undefined,
  }
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  addPapers(program, output)
  await program.parseAsync(['papers', ...options], { from: 'user' })
  return { lines, summary, text: texts.join('\n') }
}

describe('singlet papers', () => {
  it('lists datasets and tables', async () => {
    const { lines, summary } = await papers(true)
    expect(lines.filter(({ kind }) => kind === 'dataset')).toHaveLength(7)
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'table', id: 'em', rows: 15 }))
    expect(summary['tables']).toBe(lines.filter(({ kind }) => kind === 'table').length)
  })

  it('prints a table as it is published, its doubtful figures marked and explained', async () => {
    const { text } = await papers(false, 'table', 'thesis')
    expect(text).toMatch(/^S2C\+llct +99\.3 \* +75\.4 \* +– /m)
    expect(text).toMatch(/\* S2C\+llct, voc: 99\.3 is no single-positive result/)
  })

  it('prints fractions for scripts', async () => {
    const { lines } = await papers(true, 'table', 'em')
    expect(lines).toContainEqual({
      kind: 'row',
      label: 'EM loss + APL',
      method: 'em-apl',
      figures: {
        voc: { map: 0.8919, sd: 0.0031 },
        coco: { map: 0.7087, sd: 0.0023 },
        nus: { map: 0.4759, sd: 0.0022 },
        cub: { map: 0.2184, sd: 0.0034 },
      },
    })
  })

  it('refuses what it does not know before anything is made', async () => {
    const project = join(folder, 'project')
    const run = (...options: string[]) =>
      papers(true, 'run', project, '--dataset', 'voc', ...options)
    await expect(papers(true, 'table', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(run('--table', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(run('--table', 'dualcoop')).rejects.toMatchObject({ code: 'METHOD_UNKNOWN' })
    await expect(run('--methods', 'semireward')).rejects.toMatchObject({ code: 'METHOD_UNKNOWN' })
    await expect(run('--seeds', '0')).rejects.toMatchObject({ code: 'PARAMETER_INVALID' })
    await expect(run('--methods', 'em')).rejects.toMatchObject({ code: 'PROJECT_MISSING' })
    await expect(run('--data', join(folder, 'none'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

/** Ten training and two test pictures in the layout of VOC. */
async function writeVoc(): Promise<void> {
  const picture = await makeJpeg(32, 24)
  const ids = Array.from({ length: 12 }, (_, i) => `2008_${String(i).padStart(6, '0')}`)
  const parts = { train: ids.slice(0, 10), val: ids.slice(10) }
  const lists = VOC_CLASSES.flatMap((name, index) =>
    Object.entries(parts).map(([part, held]) => {
      const line = (id: string, i: number) => `${id} ${(i + index) % 4 === 0 ? ' 1' : '-1'}`
      const path = `VOC2012/ImageSets/Main/${name}_${part}.txt`
      return [path, `${held.map(line).join('\n')}\n`] as const
    }),
  )
  const pictures = ids.map((id) => [`VOC2012/JPEGImages/${id}.jpg`, picture] as const)
  await writeFiles(folder, { ...Object.fromEntries(lists), ...Object.fromEntries(pictures) })
}

it('trains with the settings of a paper and tells its figure beside the measured one', async () => {
  await writeVoc()
  const cli = join(resolve(process.env['SINGLET_OUT'] ?? 'out'), 'main', 'cli.js')
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...[cli, 'papers', 'run', join(folder, 'project'), '--dataset', 'voc', '--data', folder],
    ...['--methods', 'em-apl,ll-r', '--table', 'em', '--json'],
  ])
  const lines = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  const published = [{ table: 'em', label: 'EM loss + APL', map: 0.8919, printed: '89.19±0.31' }]
  expect(lines).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'run', method: 'em-apl', dataset: 'voc', seed: 1, comparable: false },
      map: expect.any(Number) as unknown,
      published: published.map((figure) => expect.objectContaining(figure) as unknown),
    }),
  )
  expect(lines.at(-1)).toMatchObject({
    ...{ kind: 'summary', judge: 'test', comparable: false },
    note: expect.stringMatching(/frozen/) as unknown,
    methods: { 'em-apl': { map: { n: 1, sd: null } }, 'll-r': { published: [] } },
  })
})
