import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../contract/failures'
import { segmentPrompt, type SegmentPrompt } from '../../contract/segments'

const share = z.number().min(0).max(1)
/** x, y, and 1 for what is meant or 0 for what is not. */
const place = z.tuple([share, share, z.union([z.literal(0), z.literal(1)]).default(1)])

const promptLine = z.strictObject({
  /** Its path in the picture folder. */
  image: z.string().min(1),
  points: z.array(place).default([]),
  /** Left, top, right, bottom. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable().default(null),
  strokes: segmentPrompt.shape.strokes,
  /** What the kept segment is of, by name. */
  class: z.string().nullable().default(null),
})

export interface PromptLine {
  /** From 1. */
  readonly line: number
  readonly image: string
  readonly class: string | null
  readonly prompt: SegmentPrompt
}

/**
 * Prompts of a JSON lines file; all places are shares of the upright picture. Throws FOLDER_MISSING,
 * and BAD_REQUEST for the first line that is none.
 */
export async function readPromptLines(path: string): Promise<PromptLine[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Failure('NOT_FOUND', 'There is no such file of prompts.', { path, cause })
  })
  return text
    .split('\n')
    .map((content, index) => ({ content: content.trim(), line: index + 1 }))
    .filter(({ content }) => content !== '')
    .map(({ content, line }) => promptOf(content, line, path))
}

function promptOf(content: string, line: number, path: string): PromptLine {
  const read = promptLine.safeParse(parsed(content))
  if (!read.success) {
    const [issue] = read.error.issues
    const where = issue?.path.join('.') ?? ''
    throw new Failure(
      'BAD_REQUEST',
      `Line ${line} is no prompt: ${where} ${issue?.message ?? ''}`,
      {
        advice:
          'It looks like {"image": "a.jpg", "points": [[0.5, 0.5]], "box": [0.2, 0.2, 0.8, 0.8]}.',
        path,
      },
    )
  }
  const { image, points, box, strokes, class: name } = read.data
  return {
    ...{ line, image, class: name },
    prompt: {
      points: points.map(([x, y, meant]) => ({ at: { x, y }, positive: meant === 1 })),
      box: box && { x0: box[0], y0: box[1], x1: box[2], y1: box[3] },
      ...{ strokes, previous: null },
    },
  }
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
