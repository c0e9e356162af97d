import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { renderSvg } from '../../inference/render-svg'

const cli = join(resolve(process.env['SINGLET_OUT'] ?? 'out'), 'main', 'cli.js')

/** A project of tiny pictures, red on the left. */
async function made(pictures: number) {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-segment-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  const images = join(folder, 'images')
  await mkdir(images)
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#eee"/><rect width="2" height="3" fill="#a33"/></svg>'
  for (let n = 0; n < pictures; n++) {
    await writeFile(join(images, `${n}.png`), await renderSvg(svg, 4, 3))
  }
  const project = join(folder, 'project')
  const run = async (...args: string[]) => {
    const env = { ...process.env, SINGLET_DATA_DIR: join(folder, 'data') }
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args, '--json'], {
      env,
    })
    const lines: unknown[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    return lines
  }
  await run('new', project, '--images', images, '--classes', 'red')
  return { folder, project, run }
}

it(
  'answers a file of prompts, keeps what it found, cuts everything',
  { timeout: 120_000 },
  async () => {
    const { folder, project, run } = await made(2)
    const prompts = join(folder, 'prompts.jsonl')
    await writeFile(
      prompts,
      [
        '{"image": "0.png", "box": [0, 0, 0.5, 1], "class": "Red"}',
        '{"image": "9.png", "points": [[0.5, 0.5]]}',
        '{"image": "1.png", "points": [[0.5, 0.5, 0]]}',
      ].join('\n'),
    )
    const answered = await run('segment', project, '--prompts', prompts, '--keep')
    expect(answered).toMatchObject([
      { kind: 'mask', line: 1, image: '0.png', model: 'basic', mask: { width: 4, height: 3 } },
      { kind: 'failed', line: 2, code: 'NOT_FOUND' },
      { kind: 'failed', line: 3, code: 'BAD_REQUEST' },
      { kind: 'summary', prompts: 3, found: 1, failed: 2, kept: 1 },
    ])
    expect((await run('segment', project, '--everything')).at(-1)).toMatchObject({
      ...{ kind: 'summary', pictures: 2, unreadable: 0 },
    })
    const wrong = run('segment', project).catch((error: unknown) => error)
    expect(await wrong).toMatchObject({ code: 2 })
  },
)
