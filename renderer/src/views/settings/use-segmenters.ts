import type { JobSnapshot } from '@contract/jobs'
import type { SegmenterInfo } from '@contract/segments'
import { computed, ref, watch } from 'vue'
import { core } from '@/api/client'
import { toShownAlways } from '@/api/failures'
import { t } from '@/i18n/text'
import { useJobsStore } from '@/stores/jobs-store'
import { useNoticesStore } from '@/stores/notices-store'
import { useAnswer } from './use-answer'
import { useSetting } from './use-setting'

/** The segmenters that are here and those that can be had, and what is being done about them. */
export function useSegmenters() {
  const jobs = useJobsStore()
  const notices = useNoticesStore()
  const { value: models, failure, load } = useAnswer<SegmenterInfo[]>(() => core.segments.models())
  const chosen = useSetting('segmenter', 'basic')
  const importing = ref(false)
  const pulls = computed(() => jobs.all.filter(({ kind }) => kind === 'model'))

  const modelOf = ({ result }: JobSnapshot) => result?.['model']
  const titleOf = (id: unknown) => models.value?.find((model) => model.id === id)?.title ?? ''

  /** The latest download of a model, or null. */
  const pullOf = (id: string): JobSnapshot | null =>
    pulls.value.find((job) => modelOf(job) === id) ?? null

  const doing = async (work: () => Promise<void>): Promise<void> => {
    failure.value = null
    try {
      await work()
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }

  const pull = (id: string): Promise<void> =>
    doing(async () => {
      const before = pullOf(id)
      if (before !== null && before.endedAt !== null) await jobs.dismiss(before.id)
      await core.segments.pullModel({ model: id })
    })

  const importFrom = (path: string): Promise<void> =>
    doing(async () => {
      importing.value = true
      try {
        const { title } = await core.segments.importModel({ path, model: null })
        notices.say(t('models.here', { title }))
        await load()
      } finally {
        importing.value = false
      }
    })

  const remove = ({ id, title }: SegmenterInfo): Promise<void> =>
    doing(async () => {
      await core.segments.removeModel({ model: id })
      if (chosen.value === id) chosen.value = 'basic'
      const before = pullOf(id)
      if (before !== null && before.endedAt !== null) await jobs.dismiss(before.id)
      notices.say(t('models.removed', { title }))
      await load()
    })

  watch(
    () => pulls.value.filter(({ state }) => state === 'done').map(({ id }) => id),
    (now, before) => {
      const fresh = pulls.value.find(({ id, state }) => state === 'done' && !before.includes(id))
      if (fresh !== undefined) notices.say(t('models.here', { title: titleOf(modelOf(fresh)) }))
      if (now.length !== before.length) void load()
    },
  )
  return { models, failure, load, chosen, importing, pullOf, pull, importFrom, remove, jobs }
}
