import type { RecentProject } from '@contract/projects'
import { computed, ref, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { core } from '@/api/client'
import { type ShownFailure, toShownAlways } from '@/api/failures'
import { t } from '@/i18n/text'
import { places } from '@/router/places'
import { useAppStore } from '@/stores/app-store'
import { useNoticesStore } from '@/stores/notices-store'
import { useProjectStore } from '@/stores/project-store'

/** What can be done with a recent project, and the one thing that helps when something is wrong. */
export function useRecentCard(recent: () => RecentProject) {
  const app = useAppStore()
  const notices = useNoticesStore()
  const project = useProjectStore()
  const router = useRouter()
  const busy = ref(false)
  const failure = shallowRef<ShownFailure | null>(null)
  const locating = ref(false)
  /** What is looked for: the pictures' folder, or the project's own. */
  const ofPictures = computed(() => recent().problem === 'images-missing')

  async function attempt(what: () => Promise<void>): Promise<void> {
    busy.value = true
    failure.value = null
    try {
      await what()
    } catch (error) {
      failure.value = toShownAlways(error)
    } finally {
      busy.value = false
    }
  }

  type Opened = Awaited<ReturnType<typeof core.projects.open>>
  async function enter(opened: Opened): Promise<void> {
    await project.adopt(opened)
    await router.push(places.label(opened.id))
  }

  async function forget(): Promise<void> {
    const { id, name } = recent()
    await core.app.forgetProject({ project: id })
    await app.load()
    notices.say(t('start.forgotten', { name }))
  }

  async function restore(): Promise<void> {
    await enter(await core.projects.restoreBackup({ directory: recent().directory }))
  }

  async function open(): Promise<void> {
    await enter(await core.projects.open({ directory: recent().directory }))
  }

  /** A project folder that was moved is opened where it is now; its old entry goes. */
  async function locateProject(directory: string): Promise<void> {
    const opened = await core.projects.open({ directory })
    if (opened.id !== recent().id) await core.app.forgetProject({ project: recent().id })
    await enter(opened)
  }

  async function locatePictures(images: string): Promise<void> {
    const { id } = await core.projects.open({ directory: recent().directory })
    await enter(await core.projects.locateImages({ project: id, images }))
  }

  const remedies = {
    damaged: { title: t('start.restore'), run: () => void attempt(restore) },
    locked: { title: t('common.tryAgain'), run: () => void attempt(open) },
    newer: { title: t('common.tryAgain'), run: () => void attempt(open) },
    missing: { title: t('start.locate'), run: () => (locating.value = true) },
    'images-missing': { title: t('start.locatePictures'), run: () => (locating.value = true) },
  }
  const remedy = computed(() => {
    const { problem } = recent()
    return problem === null ? null : remedies[problem]
  })

  return {
    ...{ busy, failure, locating, ofPictures, remedy },
    forget: () => attempt(forget),
    located: (directory: string) =>
      attempt(() => (ofPictures.value ? locatePictures(directory) : locateProject(directory))),
  }
}
