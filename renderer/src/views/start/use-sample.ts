import type { JobId } from '@contract/ids'
import type { JobSnapshot } from '@contract/jobs'
import { computed, ref, shallowRef, type Ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import { core } from '@/api/client'
import { type ShownFailure, toShownAlways } from '@/api/failures'
import { places } from '@/router/places'
import { isActive, useJobsStore } from '@/stores/jobs-store'
import { useProjectStore } from '@/stores/project-store'

export interface Sample {
  /** The job that draws it, while there is one. */
  readonly job: Readonly<Ref<JobSnapshot | null>>
  readonly failure: Ref<ShownFailure | null>
  readonly start: () => Promise<void>
}

/** Draws the sample and opens it when it is ready; joins a drawing that is already under way. */
export function useSample(): Sample {
  const jobs = useJobsStore()
  const project = useProjectStore()
  const router = useRouter()
  const mine = ref<JobId | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const job = computed(
    () => jobs.active.find((other) => other.kind === 'sample' || other.id === mine.value) ?? null,
  )

  async function start(): Promise<void> {
    failure.value = null
    try {
      const started = await core.app.createSample()
      mine.value = started.job
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }

  async function open(done: JobSnapshot): Promise<void> {
    const directory = done.result?.['directory']
    if (typeof directory !== 'string') return
    try {
      const opened = await core.projects.open({ directory })
      await project.adopt(opened)
      await router.push(places.label(opened.id))
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }

  watch(
    () => (mine.value === null ? undefined : jobs.byId.get(mine.value)),
    (now) => {
      if (now === undefined || isActive(now)) return
      mine.value = null
      if (now.state === 'done') void open(now)
      else failure.value = now.failure
    },
  )
  return { job, failure, start }
}
