import { type ProjectId, projectId } from '@contract/ids'
import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'

/**
 * The project of the address. While its view is on the way out the address is already another one:
 * the project stays then, so that nothing asks for a project without a name.
 */
export function useRouteProject(): ComputedRef<ProjectId> {
  const route = useRoute()
  return computed((before?: ProjectId) => {
    const here = projectId.safeParse(route.params['project'])
    return before === undefined || here.success ? projectId.parse(here.data) : before
  })
}
