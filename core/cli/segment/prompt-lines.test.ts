import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readPromptLines } from './prompt-lines'

async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-prompts-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'prompts.jsonl')
  await writeFile(path, text)
  return path
}

it('reads points, boxes and strokes, and leaves empty lines out', async () => {
  const path = await fileOf(
    [
      '{"image": "a.jpg", "points": [[0.5, 0.25], [0.1, 0.2, 0]]}',
      '',
      '{"image": "b/c.jpg", "box": [0.1, 0.2, 0.8, 0.9], "class": "Dog"}',
    ].join('\r\n'),
  )
  expect(await readPromptLines(path)).toMatchObject([
    {
      ...{ line: 1, image: 'a.jpg', class: null },
      prompt: {
        points: [
          { at: { x: 0.5, y: 0.25 }, positive: true },
          { at: { x: 0.1, y: 0.2 }, positive: false },
        ],
        box: null,
      },
    },
    { line: 3, class: 'Dog', prompt: { box: { x0: 0.1, y0: 0.2, x1: 0.8, y1: 0.9 }, points: [] } },
  ])
})

it.each([
  ['no JSON', 'points: 1'],
  ['no picture', '{"points": [[0, 0]]}'],
  ['a place outside', '{"image": "a", "points": [[3, 0]]}'],
  ['a word that means nothing here', '{"image": "a", "pionts": []}'],
])('names the line that is no prompt: %s', async (_what, line) => {
  const path = await fileOf(`{"image": "a"}\n${line}\n`)
  await expect(readPromptLines(path)).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringContaining('Line 2 is no prompt') as string,
  })
  await expect(readPromptLines(`${path}.gone`)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
