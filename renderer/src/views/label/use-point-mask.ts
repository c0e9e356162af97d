import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ClassId, ImageId, ImagePoint, ProjectId } from '@contract/ids'
import type { PromptAnswer, SegmentEdit } from '@contract/segments'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'

/** So long a label waits, behind the person's back, for the mask that belongs to it. */
const PATIENCE_MS = 800
const AHEAD = 3

export interface PointScope {
  readonly project: () => ProjectId
  readonly image: () => ImageId | null
  /** Where the person clicked. */
  readonly point: () => ImagePoint | null
  readonly wanted: () => boolean
  /** The pictures that come next. */
  readonly ahead: () => readonly ImageId[]
}

/** What lies under the marked point, as a mask: shown at once, kept with the label that follows. */
export function usePointMask(scope: PointScope) {
  const answer = shallowRef<PromptAnswer | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const pending = ref(false)
  let asked: { image: ImageId; reply: Promise<PromptAnswer | null>; taken: boolean } | null = null

  async function ask(
    image: ImageId,
    at: ImagePoint,
    signal: AbortSignal,
  ): Promise<PromptAnswer | null> {
    const prompt = { points: [{ at, positive: true }] }
    try {
      const found = await core.segments.prompt(
        { project: scope.project(), image, model: null, prompt },
        { signal },
      )
      return signal.aborted ? null : found
    } catch (error) {
      failure.value = toShown(error, signal)
      return null
    }
  }

  watch(
    [scope.image, scope.point, scope.wanted],
    async ([image, point, wanted], _before, onCleanup) => {
      answer.value = null
      failure.value = null
      asked = null
      pending.value = false
      if (image === null || point === null || !wanted) return
      const leaving = new AbortController()
      const mine = { image, reply: ask(image, point, leaving.signal), taken: false }
      asked = mine
      pending.value = true
      onCleanup(() => {
        if (!mine.taken) leaving.abort()
      })
      const found = await mine.reply
      if (asked !== mine) return
      pending.value = false
      answer.value = found
    },
    { flush: 'sync' },
  )
  onScopeDispose(() => (asked = null))
  useReadingAhead(scope)

  /** The mask of the marked point as a segment of a class, once it is there; none where it takes long. */
  function take(label: ClassId): Promise<SegmentEdit[]> {
    const mine = asked
    if (mine === null) return Promise.resolve([])
    mine.taken = true
    const tired = new Promise<null>((resolve) => window.setTimeout(resolve, PATIENCE_MS, null))
    return Promise.race([mine.reply, tired]).then((found) => asSegments(mine.image, label, found))
  }

  return { answer, pending, failure, take }
}

/** Who has clicked once will click again: the next pictures are read before they are there. */
function useReadingAhead(scope: PointScope): void {
  let clicked = false
  watch(
    () => [scope.point() !== null && scope.wanted(), scope.image()] as const,
    ([clicking, image]) => {
      clicked ||= clicking
      if (!clicked || image === null || !scope.wanted()) return
      const images = [image, ...scope.ahead()].slice(0, AHEAD)
      core.segments.ahead({ project: scope.project(), images, model: null }).catch(() => {
        // Without it the first click on a picture takes longer, and says itself what is wrong.
      })
    },
  )
}

function asSegments(image: ImageId, label: ClassId, found: PromptAnswer | null): SegmentEdit[] {
  const best = found?.choices[0]
  if (found === null || best === undefined) return []
  const provenance = { source: 'prompts', state: 'kept', model: found.model } as const
  return [{ kind: 'add', segments: [{ image, class: label, ...provenance, ...best }] }]
}
