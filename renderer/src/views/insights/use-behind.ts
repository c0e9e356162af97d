import type { InsightMark } from '@contract/insights'
import { useRouter } from 'vue-router'
import { core } from '@/api/client'
import { toShownAlways } from '@/api/failures'
import { number, t } from '@/i18n/text'
import { places } from '@/router/places'
import { useNoticesStore } from '@/stores/notices-store'
import { useProjectStore } from '@/stores/project-store'

/** Opens the pictures behind a mark that only the core can name. */
export function useBehind(): (mark: InsightMark, title: string) => Promise<void> {
  const project = useProjectStore()
  const notices = useNoticesStore()
  const router = useRouter()

  return async (mark, title) => {
    const id = project.info?.id
    if (id === undefined) return
    try {
      const { images, total } = await core.insights.behind({ project: id, mark })
      const shown = { what: title, shown: number(images.length), total: number(total) }
      const full = images.length < total ? t('insights.behind', shown) : title
      await router.push(places.pictures(id, { images, title: full }))
    } catch (error) {
      notices.fail(toShownAlways(error))
    }
  }
}
