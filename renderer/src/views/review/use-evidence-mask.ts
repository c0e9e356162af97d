import { shallowRef, watch } from 'vue'
import type { ClassId, ImageId, ProjectId, RunId } from '@contract/ids'
import type { SegmentEdit, SegmentEvidence } from '@contract/segments'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'

/** Whoever only passes over suggestions asks for no mask. */
const REST_MS = 120

export interface EvidenceScope {
  readonly project: () => ProjectId
  readonly image: () => ImageId | null
  readonly source: () => 'instant' | RunId | null
  /** The suggestion that is looked at. */
  readonly label: () => ClassId | null
  readonly wanted: () => boolean
}

/** Where the model sees what it suggests, as a mask; null while there is none. */
export function useEvidenceMask(scope: EvidenceScope) {
  const evidence = shallowRef<SegmentEvidence | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  /** Whose mask it is: the suggestion looked at may be another one by now. */
  let owner: { image: ImageId; label: ClassId } | null = null

  async function ask(
    about: { image: ImageId; class: ClassId; source: 'instant' | RunId },
    signal: AbortSignal,
  ): Promise<SegmentEvidence | null> {
    await new Promise((resolve) => window.setTimeout(resolve, REST_MS))
    if (signal.aborted) return null
    try {
      return await core.segments.evidence({ project: scope.project(), ...about }, { signal })
    } catch (error) {
      failure.value = toShown(error, signal)
      return null
    }
  }

  watch(
    [scope.image, scope.label, scope.source, scope.wanted],
    async ([image, label, source, wanted], _before, onCleanup) => {
      evidence.value = null
      failure.value = null
      owner = null
      if (image === null || label === null || source === null || !wanted) return
      const leaving = new AbortController()
      onCleanup(() => {
        leaving.abort()
      })
      const found = await ask({ image, class: label, source }, leaving.signal)
      if (leaving.signal.aborted) return
      owner = { image, label }
      evidence.value = found
    },
    { immediate: true },
  )

  /** What keeps the mask with the label that it speaks for; nothing where there is no such mask. */
  function keep(image: ImageId, label: ClassId): SegmentEdit[] {
    const found = evidence.value
    const source = scope.source()
    if (owner?.image !== image || owner.label !== label || found?.mask == null) return []
    const { mask, model, quality, stability, reliability } = found
    const run = source === 'instant' ? null : source
    const provenance = { state: 'kept', source: 'suggestion', model, run } as const
    const scores = { quality, stability, reliability }
    return [{ kind: 'add', segments: [{ image, class: label, mask, ...provenance, ...scores }] }]
  }

  return { evidence, failure, keep }
}
