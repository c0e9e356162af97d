import type { NativeInstalled, NativePlan, NativeWish } from '@contract/devices'
import { computed, ref, shallowRef, watch } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'
import { t } from '@/i18n/text'
import { isActive, useJobsStore } from '@/stores/jobs-store'
import { useNoticesStore } from '@/stores/notices-store'
import { useAnswer } from './use-answer'

/** Installing and removing native TensorFlow: what is there, what would be done, what is being done. */
export function useNativeSetup() {
  const jobs = useJobsStore()
  const notices = useNoticesStore()
  const {
    value: installed,
    failure,
    load,
  } = useAnswer<NativeInstalled | null>(() => core.native.installed())
  /** Of the wish that was asked about last, until it is begun or put aside. */
  const plan = shallowRef<NativePlan | null>(null)
  const looking = ref(false)
  const job = computed(() => jobs.all.find(({ kind }) => kind === 'setup') ?? null)
  const running = computed(() => job.value !== null && isActive(job.value))
  let asking = new AbortController()

  async function look(wish: NativeWish): Promise<void> {
    asking.abort()
    const mine = new AbortController()
    asking = mine
    failure.value = null
    looking.value = true
    try {
      plan.value = await core.native.plan(wish, { signal: mine.signal })
    } catch (error) {
      failure.value = toShown(error, mine.signal)
    } finally {
      if (asking === mine) looking.value = false
    }
  }

  function forget(): void {
    asking.abort()
    looking.value = false
    plan.value = null
  }

  const doing = async (work: () => Promise<unknown>): Promise<void> => {
    failure.value = null
    try {
      await work()
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }

  const install = (wish: NativeWish): Promise<void> =>
    doing(async () => {
      forget()
      const before = job.value
      if (before !== null && !isActive(before)) await jobs.dismiss(before.id)
      await core.native.install(wish)
    })

  const remove = (): Promise<void> =>
    doing(async () => {
      await core.native.remove()
      await load()
      notices.say(t('native.removed'))
    })

  watch(
    () => job.value?.state,
    (now, before) => {
      if (now !== 'done' || before === undefined) return
      notices.say(t('native.done'))
      void load()
    },
  )
  return { installed, plan, looking, job, running, failure, look, forget, install, remove, jobs }
}

/** How a step of the job is called. */
export function stepWords(step: string): string {
  const [name] = step.split(',')
  const known = ['downloading', 'unpacking', 'building', 'testing'] as const
  const found = known.find((one) => one === name)
  return found === undefined ? t('native.waiting') : t(`native.${found}`)
}

/** The failure of a job that ended badly, as it is shown. */
export function jobFailure(job: { state: string; failure: ShownFailure | null } | null) {
  return job?.state === 'failed' ? job.failure : null
}
