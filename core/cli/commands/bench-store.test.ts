import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { storeTargets } from '../bench/store'

const cli = join(resolve(process.env['SINGLET_OUT'] ?? 'out'), 'main', 'cli.js')

async function benchStore(folder: string) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...[cli, 'bench', 'store', '--images', '120', '--classes', '6', '--labels', '3', '--json'],
      ...['--drawn', '10', '--rows', '200', '--turns', '8', '--opens', '2', '--keep', folder],
    ],
    { env: { ...process.env, SINGLET_DATA_DIR: join(folder, 'nobody') } },
  )
  return stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

it(
  'asks a made-up project everything that has a target, and keeps it',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'singlet-bench-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
    const lines = await benchStore(folder)
    for (const name of Object.keys(storeTargets)) {
      expect(lines).toContainEqual(
        expect.objectContaining({
          ...{ kind: 'measure', name },
          n: expect.toSatisfy((n: number) => n > 0) as unknown,
        }),
      )
    }
    const ratios = Object.fromEntries(
      Object.keys(storeTargets).map((name) => [name, expect.any(Number) as unknown]),
    )
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', images: 120, classes: 6, ratios })
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['made.json', 'project', 'pictures']),
    )
  },
)
