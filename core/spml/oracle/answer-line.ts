import { toFailureInfo } from '../../contract/failures'
import { answerRequest } from './answer'
import { badRequest } from './tables'

/** One line of JSON for one line of JSON; what cannot be answered is answered with why. */
export function answerLine(line: string): string {
  try {
    return JSON.stringify(answerRequest(parse(line)))
  } catch (error) {
    return JSON.stringify({ kind: 'error', ...toFailureInfo(error) })
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw badRequest(`The line is no JSON: ${why}`)
  }
}
