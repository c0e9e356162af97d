import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ImageId, ImagePoint, ProjectId } from '@contract/ids'
import type { PromptAnswer, SegmentPrompt } from '@contract/segments'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'
import { isPointed, needsAnswer, promptOf } from '@/canvas/draft/draft-state'
import type { useDraft } from './use-draft'

/** A pointer that moves on is followed this often. */
const FOLLOW_MS = 50
/** Until here nobody notices that anything is waited for. */
const NOTICED_MS = 150

export interface PromptScope {
  readonly project: () => ProjectId
  readonly image: () => ImageId | null
  /** The one that the settings name, which is the one that is asked. */
  readonly model: () => string
}

/** Asks the segmenter for what was pointed at; only the newest question counts. */
export function usePrompting(scope: PromptScope, draft: ReturnType<typeof useDraft>) {
  const failure = shallowRef<ShownFailure | null>(null)
  /** Said after a moment only: most answers are quicker. */
  const waiting = ref<'picture' | 'mask' | null>(null)
  const read = new Set<string>()
  let leaving = new AbortController()
  const turn = useTurn()

  const nameOf = () => `${scope.image() ?? ''} ${scope.model()}`

  async function ask(prompt: SegmentPrompt, signal: AbortSignal): Promise<PromptAnswer | null> {
    const image = scope.image()
    if (image === null) return null
    const name = nameOf()
    const found = await core.segments.prompt(
      { project: scope.project(), image, model: null, prompt },
      { signal },
    )
    read.add(name)
    return signal.aborted ? null : found
  }

  async function answerState(): Promise<void> {
    const asked = draft.state.value
    leaving.abort()
    leaving = new AbortController()
    const { signal } = leaving
    waiting.value = null
    if (!turn.take(needsAnswer(asked))) return
    const timer = window.setTimeout(() => {
      waiting.value = read.has(nameOf()) ? 'mask' : 'picture'
    }, NOTICED_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
    })
    try {
      const found = await ask(promptOf(asked), signal)
      if (found === null) return
      failure.value = null
      draft.draft.value?.answered(asked, found)
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    } finally {
      clearTimeout(timer)
      if (!signal.aborted) {
        waiting.value = null
        turn.take(false)
      }
    }
  }

  watch(draft.state, () => void answerState())
  watch([scope.image, scope.model], () => {
    failure.value = null
  })
  const follower = usePreview(ask, draft, turn.busy)
  onScopeDispose(() => {
    leaving.abort()
  })
  return {
    failure,
    waiting,
    settled: turn.settled,
    point: follower.point,
    retry: () => void answerState(),
  }
}

/** Whether a question is open, and who waits until none is. */
function useTurn() {
  let asking = false
  let settle: (() => void)[] = []

  /** Says whether a question is open now; returns it. */
  function take(open: boolean): boolean {
    asking = open
    if (!open) {
      for (const done of settle) done()
      settle = []
    }
    return open
  }

  /** Resolves when the newest question is answered, or has failed. */
  async function settled(): Promise<void> {
    // What was pointed at in this very turn is asked at its end.
    await Promise.resolve()
    if (asking) await new Promise<void>((resolve) => settle.push(resolve))
  }

  return { take, settled, busy: () => asking }
}

/** What would be cut out under the pointer; one question at a time, the newest place wins. */
function usePreview(
  ask: (prompt: SegmentPrompt, signal: AbortSignal) => Promise<PromptAnswer | null>,
  draft: ReturnType<typeof useDraft>,
  busy: () => boolean,
) {
  let wanted: ImagePoint | null = null
  let running: AbortController | null = null
  let timer = 0

  async function run(at: ImagePoint): Promise<void> {
    const mine = new AbortController()
    running = mine
    try {
      const prompt = { points: [{ at, positive: true }], box: null, strokes: [], previous: null }
      const found = await ask(prompt, mine.signal)
      if (found !== null && wanted !== null && !busy()) {
        draft.draft.value?.preview(found.choices[0]?.mask ?? null)
      }
    } catch {
      // A preview is an aid: a click asks the same again and says what is wrong.
      draft.draft.value?.preview(null)
    } finally {
      if (running === mine) running = null
    }
    if (wanted !== null && wanted !== at) schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      if (wanted !== null && running === null && !busy()) void run(wanted)
    }, FOLLOW_MS)
  }

  function stop(): void {
    clearTimeout(timer)
    running?.abort()
    running = null
    draft.draft.value?.preview(null)
  }

  /** The pointer is there; null when it is gone or presses. */
  function point(at: ImagePoint | null): void {
    wanted = at
    if (at === null || isPointed(draft.state.value)) stop()
    else if (running === null) schedule()
  }

  onScopeDispose(stop)
  return { point }
}
