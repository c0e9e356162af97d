import type { ProjectId } from '@contract/ids'
import type { DoubtedLabel, DoubtsInsight } from '@contract/insights'
import type { DecisionInput } from '@contract/labels'
import { computed, shallowRef } from 'vue'
import { core } from '@/api/client'
import { useDecisions } from '@/composables/use-decisions'
import { useStopwatch } from '@/composables/use-stopwatch'
import { t } from '@/i18n/text'
import { useNoticesStore } from '@/stores/notices-store'
import { useProjectStore } from '@/stores/project-store'
import { usePart } from './use-part'

/** What a doubted label becomes: it is kept as it is, or turned into its opposite. */
export type Verdict = 'keep' | 'change'

/** The list of doubted labels, and what people say to each: shown at once, stored behind. */
export function useDoubts(project: () => ProjectId) {
  const store = useProjectStore()
  const notices = useNoticesStore()
  const stopwatch = useStopwatch()
  /** Share of the labels that is judged; null before the first word of it. */
  const share = shallowRef<number | null>(null)
  // Labels changed here leave the list at once; it is read anew only when something else changed them.
  const part = usePart(ask, ['features', 'classes'])
  const settled = shallowRef<ReadonlySet<string>>(new Set())
  const decisions = useDecisions(project, () => void readAnew())
  const rows = computed(() =>
    (part.data.value?.rows ?? []).filter((row) => !settled.value.has(keyOf(row))),
  )

  async function ask(
    input: { project: ProjectId },
    options: { signal: AbortSignal },
  ): Promise<DoubtsInsight> {
    share.value = null
    for await (const told of await core.insights.doubts(input, options)) {
      if (told.state === 'done') return told.result
      if (!options.signal.aborted) share.value = told.share
    }
    throw new Error('The list of doubted labels ended before it came.')
  }

  /** What was settled stays away until the new list, which knows of it, is there. */
  async function readAnew(): Promise<void> {
    const before = settled.value
    await part.read()
    settled.value = new Set([...settled.value].filter((key) => !before.has(key)))
  }

  async function undo(): Promise<void> {
    await decisions.undo()
    await readAnew()
  }

  async function settle(row: DoubtedLabel, verdict: Verdict): Promise<void> {
    const decision = decisionOf(row, verdict)
    const ms = stopwatch.read()
    stopwatch.restart()
    const stored = await decisions.decide(
      { view: 'check', ms, decisions: [decision] },
      {
        apply: () => {
          settled.value = new Set([...settled.value, keyOf(row)])
        },
        rollBack: () => {
          settled.value = new Set([...settled.value].filter((key) => key !== keyOf(row)))
        },
      },
    )
    if (stored === null) return
    const name = store.className(row.class)
    const state = t(decision.state === 'present' ? 'state.present' : 'state.absent')
    notices.say(verdict === 'keep' ? t('doubts.kept') : t('doubts.changed', { name, state }), undo)
  }

  return { part, share, rows, failure: decisions.failure, settle, readAnew }
}

export function keyOf({ image, class: id }: DoubtedLabel): string {
  return `${image} ${id}`
}

/** Keeping a present label is no answer to a suggestion, so that it does not bend the calibration. */
export function decisionOf(
  { image, class: id, state }: DoubtedLabel,
  verdict: Verdict,
): DecisionInput {
  const isPresent = (state === 'present') === (verdict === 'keep')
  const kind = isPresent ? (verdict === 'keep' ? 'add' : 'accept') : 'reject'
  return { image, class: id, kind, state: isPresent ? 'present' : 'absent' }
}
