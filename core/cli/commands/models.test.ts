import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { writeTestSam } from '../../inference/sam/test-models'
import type { Output } from '../output'
import { addModels } from './models'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'singlet-models-'))
  vi.stubEnv('SINGLET_DATA_DIR', join(folder, 'data'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  process.exitCode = undefined
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command and gives what it printed: its lines and its summary. */
async function models(...args: string[]) {
  const lines: Record<string, unknown>[] = []
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
  addModels(program, output)
  await program.parseAsync(['models', ...args], { from: 'user' })
  return { lines, summary }
}

it('lists what is here and what can be had, with sizes and licences', async () => {
  const { lines, summary } = await models('list')
  expect(lines[0]).toMatchObject({ kind: 'model', id: 'basic', state: 'ready' })
  expect(
    lines.slice(1).every(({ state, bytes }) => state === 'absent' && Number(bytes) > 1e7),
  ).toBe(true)
  expect(summary).toEqual({ models: lines.length, ready: 1 })
})

it('imports, verifies and removes a segmenter', async () => {
  const files = await writeTestSam(join(folder, 'mine'), 'mobile-sam')
  const imported = await models('import', files.encoder, '--name', 'mine')
  expect(imported.summary).toMatchObject({ id: 'mine', state: 'ready', source: files.encoder })
  const right = await models('list', '--verify')
  expect(right.summary).toMatchObject({ ready: 2, wrong: 0 })
  expect(right.lines.at(-1)).toEqual({ kind: 'verified', id: 'mine', right: true, files: [] })
  // As large as before, but with other bytes.
  const decoder = join(folder, 'data', 'models', 'mine', 'sam_mask_decoder_multi.onnx')
  const { size } = await stat(decoder)
  await writeFile(decoder, Buffer.alloc(size, 1))
  const wrong = await models('list', '--verify')
  expect(wrong.summary).toMatchObject({ wrong: 1 })
  expect(wrong.lines.at(-1)).toMatchObject({ right: false, files: ['sam_mask_decoder_multi.onnx'] })
  expect(process.exitCode).toBe(1)
  expect((await models('remove', 'mine')).summary).toEqual({ removed: 'mine' })
  expect((await models('list')).summary).toMatchObject({ ready: 1 })
})

it('fails with words where there is nothing to import, remove or fetch', async () => {
  await expect(models('import', folder)).rejects.toMatchObject({ code: 'MODEL_INVALID' })
  await expect(models('remove', 'mine')).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  await expect(models('pull', 'sam-9000')).rejects.toMatchObject({ code: 'MODEL_MISSING' })
})
