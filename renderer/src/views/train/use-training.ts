import type { DeviceInfo } from '@contract/compute-devices'
import type { RunId } from '@contract/ids'
import type { JobSnapshot } from '@contract/jobs'
import type {
  BackboneInfo,
  MethodInfo,
  RecipeChoice,
  RunInfo,
  TrainingPlan,
} from '@contract/training'
import { useThrottleFn } from '@vueuse/core'
import { computed, type ComputedRef, type Ref, ref, shallowRef, watch } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'
import { useDevices } from '@/composables/use-devices'
import { useProjectChanges } from '@/composables/use-project-changes'
import { t } from '@/i18n/text'
import { isActive, useJobsStore } from '@/stores/jobs-store'
import { useNoticesStore } from '@/stores/notices-store'
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
  /** Cuts the pictures that are not cut yet: what some methods need first. */
  readonly cut: () => Promise<void>
  readonly remove: (run: RunId) => Promise<void>
  /** An interrupted run goes on, on this device. */
  readonly goOn: (run: RunInfo, device: DeviceInfo) => Promise<void>
}

/** Everything the Train screen reads and does; the plan follows the choice and the labels. */
export function useTraining(): Training {
  const project = useProjectStore()
  const jobs = useJobsStore()
  const notices = useNoticesStore()
  const choice = ref<RecipeChoice>({})
  const runs = shallowRef<readonly RunInfo[] | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const starting = ref(false)
  const plan = usePlan(choice, failure)
  const job = computed(
    () =>
      jobs.active.find((item) => item.kind === 'train' && item.project === project.info?.id) ??
      null,
  )

  const attempt = async (what: () => Promise<void>): Promise<void> => {
    await what().catch((error: unknown) => (failure.value = toShownAlways(error)))
  }

  const readRuns = (): Promise<void> =>
    attempt(async () => {
      const id = project.info?.id
      if (id !== undefined) runs.value = await core.training.runs({ project: id })
    })

  const catalogue = useCatalogue(attempt)
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

  const cut = (): Promise<void> =>
    attempt(async () => {
      const id = project.info?.id
      if (id !== undefined) await core.segments.everythingAll({ project: id, model: null })
    })

  const goOn = ({ id: resume, number }: RunInfo, device: DeviceInfo): Promise<void> =>
    attempt(async () => {
      const id = project.info?.id
      if (id === undefined || job.value !== null) return
      failure.value = null
      await core.training.start({ project: id, choice: {}, resume, device: device.id })
      notices.say(t('train.goOnHint', { number, device: device.title }))
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
  return { choice, plan, runs, catalogue, failure, starting, job, start, cut, remove, goOn }
}

/** Methods and backbones; devices as their self-tests end. */
function useCatalogue(
  attempt: (what: () => Promise<void>) => Promise<void>,
): ComputedRef<Catalogue | null> {
  const known = shallowRef<Omit<Catalogue, 'devices'> | null>(null)
  const { devices } = useDevices()
  const project = useProjectStore()
  const read = () =>
    attempt(async () => {
      const id = project.info?.id
      const [methods, backbones] = await Promise.all([
        core.training.methods(),
        core.training.backbones(id === undefined ? undefined : { project: id }),
      ])
      known.value = { methods, backbones }
    })
  void read()
  // A run that has trained its backbone makes it one more to choose.
  useProjectChanges(['runs'], () => void read())
  // The devices may still be under test: what is known of them is no reason to wait.
  return computed(() => known.value && { ...known.value, devices: devices.value ?? [] })
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
