import { Failure } from '../contract/failures'
import type { Looker } from './looker'

/**
 * A quicker looker as long as it works, else another one, opened when it is needed: what the first one
 * failed at is done again. `tell` is told why, once.
 */
export function fallBack(
  first: Looker,
  openOther: () => Looker | Promise<Looker>,
  tell: (why: Error) => void,
): Looker {
  let other: Promise<Looker> | null = null
  const instead = (why: Error): Promise<Looker> => {
    if (other === null) {
      tell(why)
      other = Promise.resolve(openOther())
    }
    return other
  }
  return {
    ...first,
    look: async (images, kept, signal) => {
      if (other !== null) return (await other).look(images, kept, signal)
      try {
        return await first.look(images, kept, signal)
      } catch (error) {
        if (signal?.aborted === true || !(error instanceof Error) || isOver(error)) throw error
        return (await instead(error)).look(images, kept, signal)
      }
    },
    close: async () => {
      await first.close()
      await (await other)?.close()
    },
  }
}

/** Nothing that another looker could do better. */
const isOver = (error: Error): boolean => error instanceof Failure && error.code === 'CANCELLED'
