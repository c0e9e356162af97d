import { ref, shallowRef } from 'vue'
import type { ProjectId } from '@contract/ids'
import type { BatchResult, DecideInput } from '@contract/labels'
import { core } from '@/api/client'
import { toShownAlways } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'
import { useProjectChanges } from './use-project-changes'
import { SerialQueue } from './serial-queue'

/** One for the window: a decision made on one screen comes before an undo pressed on the next. */
const queue = new SerialQueue()

export interface Optimism {
  /** Shows the outcome before it is stored. */
  readonly apply: () => void
  /** Takes it back when it could not be stored. */
  readonly rollBack: () => void
}

/**
 * Decisions that are shown at once and stored behind. `onForeign` is called when labels changed by
 * anything but what went through here: another window, an import, an undo of the palette.
 */
export function useDecisions(project: () => ProjectId, onForeign: () => void) {
  const failure = shallowRef<ShownFailure | null>(null)
  const waiting = ref(0)
  let ownRevision = 0
  let heardRevision = 0

  async function run<Result extends BatchResult>(
    task: () => Promise<Result>,
  ): Promise<Result | null> {
    waiting.value += 1
    try {
      const result = await queue.add(task)
      ownRevision = Math.max(ownRevision, result.revision)
      failure.value = null
      return result
    } catch (error) {
      failure.value = toShownAlways(error)
      return null
    } finally {
      waiting.value -= 1
      tellForeign()
    }
  }

  /** What is still to come of `input` is waited for behind the person's back. */
  async function decide(
    input: DecideInput | Promise<DecideInput>,
    optimism?: Optimism,
  ): Promise<BatchResult | null> {
    optimism?.apply()
    const owner = project()
    const result = await run(async () => core.labels.decide({ project: owner, ...(await input) }))
    if (result === null) optimism?.rollBack()
    return result
  }

  function tellForeign(): void {
    if (waiting.value > 0 || heardRevision <= ownRevision) return
    ownRevision = heardRevision
    onForeign()
  }

  useProjectChanges(['labels'], (event) => {
    heardRevision = Math.max(heardRevision, event.revision)
    tellForeign()
  })

  return {
    failure,
    /** Shows a failure of something beside a decision in the same place. */
    report: (error: unknown): void => {
      failure.value = toShownAlways(error)
    },
    /** Decisions shown but not stored yet. */
    waiting,
    decide,
    /** Stores by another call than `decide`, in the same order and with the same care. */
    run,
    /** Resolves when every decision so far is stored or has failed. */
    settled: () => queue.add(() => Promise.resolve()),
    undo: () => run(() => core.labels.undo({ project: project() })),
    redo: () => run(() => core.labels.redo({ project: project() })),
  }
}
