import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../contract'
import { toFailureInfo } from '../../contract/failures'

/** Who asks: a new question of a window may take the place of its older one. */
export interface Caller {
  readonly window: symbol
}

/** Every error that leaves the host is the contract's FAILURE, with words and advice. */
function asFailure(error: unknown): unknown {
  if (error instanceof ORPCError) return error
  const data = toFailureInfo(error)
  return new ORPCError('FAILURE', { defined: true, data, message: data.message })
}

/** The contract's procedures, to be given handlers by the files beside this one. */
export const procedures = implement(contract)
  .$context<Caller>()
  .use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw asFailure(error)
    }
  })

/** The same promise for a stream, whose errors come after the handler returned. */
export async function* failingAsFailure<T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* stream
  } catch (error) {
    throw asFailure(error)
  }
}
