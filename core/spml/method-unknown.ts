import { Failure } from '../contract/failures'

export function unknownMethod(id: string, known: readonly string[]): Failure {
  return new Failure('METHOD_UNKNOWN', `There is no method "${id}".`, {
    advice: `Choose one of ${known.join(', ')}.`,
  })
}
