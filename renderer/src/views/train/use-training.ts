import type { RunId } from '@contract/ids'
import type { JobSnapshot } from '@contract/jobs'
import type {
  BackboneInfo,
  DeviceInfo,
  MethodInfo,
  RecipeChoice,
  RunInfo,
  TrainingPlan,
} from '@contract/training'
import { useThrottleFn } from '@vueuse/core'
import { computed, type ComputedRef, type Ref, ref, shallowRef, watch } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'
import { isActive, useJobsStore } from '@/stores/jobs-store'
import { useProjectStore } from '@/stores/project-store'

/** What a recipe can be made of. */
export interface Catalogue {
  readonly methods: readonly MethodInfo[]
  readonly backbones: readonly BackboneInfo[]
  readonly devices: readonly DeviceInfo[]
}

export interface Training {
  readonly choice: Ref<RecipeChoice>
  readonly plan: Readonly<Ref<TrainingPlan | null>>
  readonly runs: Readonly<Ref<readonly RunInfo[] | null>>
  readonly catalogue: Readonly<Ref<Catalogue | null>>
  readonly failure: Ref<ShownFailure | null>
  readonly starting: Readonly<Ref<boolean>>
  readonly job: ComputedRef<JobSnapshot | null>
  readonly start: () => Promise<void>
  readonly remove: (run: RunId) => Promise<void>
}

/** Everything the Train screen reads and does; the plan follows the choice and the labels. */
export function useTraining(): Training {
  const project = useProjectStore()
  const jobs = useJobsStore()
  const choice = ref<RecipeChoice>({})
  const runs = shallowRef<readonly RunInfo[] | null>(null)
  const catalogue = shallowRef<Catalogue | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const starting = ref(false)
  const plan = usePlan(choice, failure)
  const job = computed(
    () =>
      jobs.active.find((item) => item.kind === 'train' && item.project === project.info?.id) ??
      null,
  )

  async function attempt(what: () => Promise<void>): Promise<void> {
    try {
      await what()
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }

  const readRuns = (): Promise<void> =>
    attempt(async () => {
      const id = project.info?.id
      if (id !== undefined) runs.value = await core.training.runs({ project: id })
    })

  const readCatalogue = (): Promise<void> =>
    attempt(async () => {
      const [methods, backbones, devices] = await Promise.all([
        core.training.methods(),
        core.training.backbones(),
        core.training.devices(),
      ])
      catalogue.value = { methods, backbones, devices }
    })

  const start = (): Promise<void> =>
    attempt(async () => {
      const id = project.info?.id
      if (id === undefined || starting.value || job.value !== null) return
      failure.value = null
      starting.value = true
      try {
        await core.training.start({ project: id, choice: choice.value })
      } finally {
        starting.value = false
      }
    })

  async function remove(run: RunId): Promise<void> {
    const id = project.info?.id
    if (id === undefined) return
    await core.training.remove({ project: id, run })
    await readRuns()
  }

  useProjectChanges(['runs'], () => void readRuns())
  // The end of a job is the moment when a run changes its state for good.
  watch(
    () => job.value?.id,
    () => void readRuns(),
  )
  // Curves are live: epochs are read again while the job moves, at most twice a second.
  const readLive = useThrottleFn(readRuns, 500)
  watch(
    () => job.value?.done,
    () => void readLive(),
  )
  watchFailed(failure)
  void readRuns()
  void readCatalogue()
  return { choice, plan, runs, catalogue, failure, starting, job, start, remove }
}

/** A training that fails while this screen is open says so here, not only in the drawer. */
function watchFailed(failure: Ref<ShownFailure | null>): void {
  const project = useProjectStore()
  const jobs = useJobsStore()
  const latest = computed(() =>
    project.info === null ? null : jobs.latest(project.info.id, 'train'),
  )
  watch(latest, (now, before) => {
    const ended = now !== null && before?.id === now.id && isActive(before) && !isActive(now)
    if (ended && now.state === 'failed') failure.value = now.failure
  })
}

/** What would be trained now: follows the choice, the labels and the pictures. */
function usePlan(
  choice: Readonly<Ref<RecipeChoice>>,
  failure: Ref<ShownFailure | null>,
): Readonly<Ref<TrainingPlan | null>> {
  const project = useProjectStore()
  const plan = shallowRef<TrainingPlan | null>(null)
  let planning = new AbortController()

  async function read(): Promise<void> {
    const id = project.info?.id
    if (id === undefined) return
    planning.abort()
    planning = new AbortController()
    const { signal } = planning
    try {
      plan.value = await core.training.plan({ project: id, choice: choice.value }, { signal })
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  watch(choice, () => void read(), { immediate: true })
  useProjectChanges(['labels', 'classes', 'images', 'features'], () => void read())
  return plan
}
