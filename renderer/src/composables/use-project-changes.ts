import type { ProjectEvent } from '@contract/projects'
import { watch } from 'vue'
import { useProjectStore } from '@/stores/project-store'

export type ProjectChange = ProjectEvent['changed'][number]

/** Calls `handler` when one of these parts of the open project changed, also after a reconnect. */
export function useProjectChanges(
  kinds: readonly ProjectChange[],
  handler: (event: ProjectEvent) => void,
): void {
  const project = useProjectStore()
  watch(
    () => project.lastEvent,
    (event) => {
      if (event?.changed.some((kind) => kinds.includes(kind)) === true) handler(event)
    },
    // Two events within one tick must both be seen.
    { flush: 'sync' },
  )
}
