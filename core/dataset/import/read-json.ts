import { open } from 'node:fs/promises'
import type { z } from 'zod'
import { invalid, limits } from './imported-dataset'

/**
 * Reads a JSON file that a schema accepts. Throws IMPORT_INVALID, with the line where the text
 * breaks off being JSON, and for files beyond 256 MiB.
 */
export async function readJson<T>(
  path: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  const text = await readBounded(path, signal)
  const result = schema.safeParse(parse(path, text))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw invalid(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}.`)
}

async function readBounded(path: string, signal: AbortSignal): Promise<string> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size > limits.jsonBytes) {
      throw invalid(path, `The file is larger than ${limits.jsonBytes / 2 ** 20} MiB.`)
    }
    return (await file.readFile({ encoding: 'utf8', signal })).replace(/^\uFEFF/, '')
  } finally {
    await file.close()
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw invalid(path, `This is not JSON (${message}).`, lineOf(message, text))
  }
}

/** V8 tells the position of the first wrong character, except at the end of the text. */
function lineOf(message: string, text: string): number {
  const position = /position (\d+)/.exec(message)?.[1]
  return text.slice(0, position === undefined ? undefined : Number(position)).split('\n').length
}
