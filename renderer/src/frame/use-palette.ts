import type { ImageId } from '@contract/ids'
import { useLocalStorage } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import { registeredActions } from '@/actions/registry'
import { places } from '@/router/places'
import { useAppStore } from '@/stores/app-store'
import { useFrameStore } from '@/stores/frame-store'
import { useProjectStore } from '@/stores/project-store'
import {
  classEntries,
  commandEntries,
  findEntries,
  helpEntries,
  imageEntries,
  type PaletteEntry,
  projectEntries,
  settingEntries,
} from './palette-entries'
import { useFoundImages } from './use-found-images'

const mostRecent = 6

/** What the palette finds: commands, classes, projects, settings and help at once, pictures a blink later. */
export function usePalette() {
  const frame = useFrameStore()
  const app = useAppStore()
  const project = useProjectStore()
  const router = useRouter()
  const text = ref('')
  const recent = useLocalStorage<string[]>('singlet.palette', [])
  const open = computed(() => project.info?.id ?? null)

  const entries = computed<readonly PaletteEntry[]>(() => {
    if (!frame.palette) return []
    return [
      ...commandEntries(registeredActions.value),
      ...(open.value === null ? [] : classEntries(project.classes, open.value, router)),
      ...projectEntries(app.recent, open.value, router),
      ...settingEntries(router),
      ...helpEntries((page) => {
        frame.help = true
        frame.helpPage = page
      }),
    ]
  })
  const images = useFoundImages(
    () => (frame.palette ? open.value : null),
    () => text.value,
  )
  const found = computed(() => [
    ...findEntries(entries.value, text.value, recent.value),
    ...imageEntries(images.value, show),
  ])
  watch(
    () => frame.palette,
    () => {
      text.value = ''
    },
  )

  function show(image: ImageId): unknown {
    if (open.value === null) return null
    return router.push(places.image(open.value, image))
  }

  /** Remembers what was chosen, so that it comes first next time. */
  function remember(entry: PaletteEntry): void {
    recent.value = [entry.id, ...recent.value.filter((id) => id !== entry.id)].slice(0, mostRecent)
  }

  return { text, found, remember }
}
