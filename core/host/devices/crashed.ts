import type { Failure } from '../../contract/failures'
import { deviceFailed } from '../../tensor/devices/failure'
import type { Ending } from '../worker-ends'

/** What native code says before it gives up. */
const telling = /terminate called|what\(\)|fatal|check failed|out of memory|assert/i

/** A process of native code that ended by itself, as a failure of its device. */
export function crashed(title: string, { why, lastWords }: Ending): Failure {
  if (why === 'SIGKILL') {
    return deviceFailed(
      `${title} was ended by the system (SIGKILL), most likely for want of memory.`,
    )
  }
  const line = lastWords.split('\n').findLast((words) => telling.test(words))
  const words = line === undefined ? '' : ` Its last words: ${line.trim()}`
  return deviceFailed(`${title} crashed (${why}).${words}`)
}
