import { createReadStream } from 'node:fs'
import { invalid, limits } from './imported-dataset'

/** Streams the lines of a UTF-8 file, without a byte-order mark; throws IMPORT_INVALID beyond 1 MiB a line. */
export async function readLines(
  path: string,
  visit: (text: string, line: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let line = 0
  let rest = ''
  const take = (text: string): void => {
    line += 1
    visit((line === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, ''), line)
  }
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: 'utf8', signal })
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(take)
    if (rest.length > limits.lineBytes) throw invalid(path, 'The line is too long.', line + 1)
  }
  if (rest !== '') take(rest)
}
