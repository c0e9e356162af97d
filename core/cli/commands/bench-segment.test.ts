import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

const cli = join(resolve(process.env['SINGLET_OUT'] ?? 'out'), 'main', 'cli.js')

async function scratch() {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-bench-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** Two pictures of 96 x 64: a red square, and its outline, on blue. */
async function outlined(folder: string) {
  await mkdir(join(folder, 'images'))
  const square = [20, 12, 60, 12, 60, 52, 20, 52]
  for (const name of ['a.bmp', 'b.bmp'])
    await writeFile(join(folder, 'images', name), squareBmp(96, 64))
  const images = ['a.bmp', 'b.bmp'].map((file_name, i) => ({
    ...{ id: i + 1, file_name, width: 96, height: 64 },
  }))
  const annotations = images.map(({ id }) => ({ image_id: id, iscrowd: 0, segmentation: [square] }))
  await writeFile(join(folder, 'instances.json'), JSON.stringify({ images, annotations }))
}

function squareBmp(width: number, height: number): Buffer {
  const file = Buffer.alloc(54 + width * height * 3)
  file.write('BM')
  file.writeUInt32LE(file.length, 2)
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, width],
    [22, height],
    [26, 1 + (24 << 16)],
  ] as const)
    file.writeUInt32LE(value, at)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const inside = x >= 20 && x < 60 && y >= 12 && y < 52
      // Blue, green, red, from the lowest row on.
      file.set(inside ? [40, 40, 220] : [200, 90, 30], 54 + ((height - 1 - y) * width + x) * 3)
    }
  return file
}

async function benchSegment(folder: string, ...more: string[]) {
  const words = [cli, 'bench', 'segment', '--data', folder, '--json', ...more]
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: { ...process.env, SINGLET_DATA_DIR: join(folder, 'nobody') },
  })
  return stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

it('times clicks, and tells what of the outlines everything mode finds', async () => {
  const folder = await scratch()
  await outlined(folder)
  const parts = ['--part', 'clicks', 'everything', 'quality']
  const lines = await benchSegment(folder, ...parts, '--clicks', '2', '--grid', '3')
  const measure = (name: string, n: number): unknown =>
    expect.objectContaining({ kind: 'measure', name, n })
  expect(lines).toContainEqual(measure('click to mask, basic', 2))
  expect(lines).toContainEqual(measure('click to mask, timing', 2))
  expect(lines).toContainEqual(measure('everything, basic', 2))
  expect(lines).toContainEqual(measure('merging segments, basic', 2))
  expect(lines).not.toContainEqual(expect.objectContaining({ name: 'quality, timing' }))
  expect(lines.at(-1)).toMatchObject({
    ...{ kind: 'summary', pictures: 2 },
    ratios: { 'click to mask, basic': expect.any(Number) as unknown },
    'everything, basic': { objects: 2, found: { recall: expect.any(Number) as unknown } },
    'quality, basic': { objects: 2 },
  })
}, 120_000)

it('says what it needs where there are no outlines', async () => {
  const folder = await scratch()
  await expect(benchSegment(folder)).rejects.toMatchObject({
    stdout: expect.stringMatching(/IMPORT_INVALID.*instances\.json/) as unknown,
  })
})
