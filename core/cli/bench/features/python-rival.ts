import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { Failure } from '../../../contract/failures'
import program from './python-features.py?raw'

export interface PythonOrder {
  readonly model: string
  readonly side: number
  readonly paths: readonly string[]
  readonly workers: number
}

const measure = z.object({ name: z.string(), rate: z.number() })
export type Rate = z.infer<typeof measure>

const run = promisify(execFile)
const patience = 600_000

/** Whether this Python has what the comparison needs. */
export async function hasOnnxruntime(python: string): Promise<boolean> {
  return run(python, ['-c', 'import onnxruntime, numpy, PIL']).then(
    () => true,
    () => false,
  )
}

/** One turn of Python, in a process of its own. Throws INTERNAL with its last words. */
export async function pythonTurn(python: string, order: PythonOrder): Promise<Rate[]> {
  try {
    const words = ['-c', program, JSON.stringify(order)]
    const { stdout } = await run(python, words, { timeout: patience })
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => measure.parse(JSON.parse(line)))
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.trim().split('\n').at(-1) ?? '') : ''
    throw new Failure('INTERNAL', `Python's turn ended badly: ${said}`, { cause })
  }
}
