import { shallowRef, watch } from 'vue'
import type { ClassId, ImageId, ProjectId } from '@contract/ids'
import type { ExampleImage } from '@contract/review'
import { core } from '@/api/client'
import { useProjectChanges } from '@/composables/use-project-changes'

export interface ExamplesOf {
  readonly project: ProjectId
  readonly label: ClassId
  /** The picture they are to be like; null: typical ones. */
  readonly near: ImageId | null
}

/** How many pictures can be compared at a glance. */
const COUNT = 3

/** Confirmed pictures of a class to compare with. Without them nothing is lost: a failure shows none. */
export function useExamples(wanted: () => ExamplesOf | null) {
  const examples = shallowRef<readonly ExampleImage[]>([])
  let asking = new AbortController()

  async function read(): Promise<void> {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    const input = wanted()
    if (input === null) {
      examples.value = []
      return
    }
    const { project, label, near } = input
    try {
      const found = await core.review.examples(
        { project, class: label, near, count: COUNT },
        { signal },
      )
      if (!signal.aborted) examples.value = found
    } catch {
      // An aid: the next change asks again.
    }
  }

  const keyOf = (): string => JSON.stringify(wanted())
  watch(
    keyOf,
    () => {
      void read()
    },
    { immediate: true },
  )
  useProjectChanges(['labels', 'features'], () => {
    // Those on screen stay as long as there are enough.
    if (examples.value.length < COUNT) void read()
  })
  return examples
}
