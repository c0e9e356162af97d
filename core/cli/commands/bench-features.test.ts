import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { drawPictures, shapeOf, shapes } from '../../host/test-pictures'

const cli = join(resolve(process.env['SINGLET_OUT'] ?? 'out'), 'main', 'cli.js')

async function dataset(folder: string, count: number): Promise<void> {
  await drawPictures(join(folder, 'images'), count)
  const images = Array.from({ length: count }, (_, n) => ({
    ...{ file: `images/${String(n).padStart(2, '0')}.jpg`, split: 'train' },
    labels: [shapeOf(n)],
  }))
  await writeFile(join(folder, 'labels.json'), JSON.stringify({ classes: shapes, images }))
}

it(
  'measures features beside the network alone, in turns, and says what the machine is',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'singlet-bench-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
    await dataset(folder, 70)
    const words = ['bench', 'features', '--data', folder, '--resolution', '64', '--rounds', '2']
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [cli, ...words, '--python', join(folder, 'no-python'), '--json'],
      { env: { ...process.env, SINGLET_DATA_DIR: join(folder, 'nobody') } },
    )
    const lines = stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    const rates = ['features', 'onnxruntime alone', 'onnxruntime alone, one a core']
    for (const name of [...rates, 'plain pictures', 'weak pictures', 'strong pictures']) {
      const measured = { kind: 'measure', name, unit: 'images/s', n: 2 }
      const min = expect.toSatisfy((rate: number) => rate > 0) as unknown
      expect(lines).toContainEqual(expect.objectContaining({ ...measured, min }))
    }
    expect(lines).toContainEqual({ kind: 'note', text: 'no onnxruntime' })
    expect(lines.at(-1)).toMatchObject({
      ...{ kind: 'summary', backbone: 'mini', resolution: 64, images: 70 },
      ratios: { 'share of onnxruntime alone': expect.any(Number) as unknown },
      machine: expect.stringContaining('cores') as unknown,
    })
  },
)
