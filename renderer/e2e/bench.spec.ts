import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from './fixtures'

const cli = resolve(process.env['SINGLET_OUT'] ?? 'out', 'main/cli.js')
const size = ['--images', '300', '--classes', '12', '--labels', '3', '--drawn', '40']
const pace = ['--presses', '8', '--pages', '2', '--starts', '1', '--scroll', '700']

interface Measure {
  kind: string
  name: string
  n: number
  median: number
}

/** What a person at the window notices; that a figure is there, not how good it is on a busy day. */
const noticed = [
  'bundle: scripts',
  'code before the first picture',
  'label key to next picture, large project',
  'move key to next picture, large project',
  'grid frames at 800 px/s',
  'memory of the page: objects',
  'memory of the host',
]

test('the window can be measured: every figure is there', async ({ folder }) => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, 'bench', 'ui', ...size, ...pace, '--no-newcomer', '--json'],
    { env: { ...process.env, SINGLET_DATA_DIR: join(folder, 'nobody') } },
  )
  // What `bench ui` prints: one measure a line, the summary last.
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Measure)
  for (const name of noticed) {
    const found = lines.find((line) => line.kind === 'measure' && line.name === name)
    expect(found?.n, name).toBeGreaterThan(0)
    expect(found?.median, name).toBeGreaterThan(0)
  }
  // So few pictures may leave no second page that is worth its time: then it says that none came.
  const came = (name: string) => lines.find((line) => line.name === name)
  expect(came('sweep page after Ctrl+Enter')).toBeDefined()
  expect(came('sweep pages that did not come')).toBeDefined()
  expect(lines.at(-1)?.kind).toBe('summary')
})
