import type { ProjectId } from '@contract/ids'
import { computed, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import type { Action } from '@/actions/action'
import { useActions } from '@/actions/use-actions'
import { core } from '@/api/client'
import { t } from '@/i18n/text'
import { places } from '@/router/places'
import { useAppStore } from '@/stores/app-store'
import { useFrameStore } from '@/stores/frame-store'
import { useNoticesStore } from '@/stores/notices-store'
import { useProjectStore } from '@/stores/project-store'

/** What can be done from everywhere, and what needs only an open project. */
export function useFrameActions(): void {
  const project = useProjectStore()
  const open = computed(() => project.info?.id ?? null)
  useActions('everywhere', everywhereActions())
  useActions('project', projectActions(open))
}

/** The theme after this one, in the order that the button goes through. */
export function nextTheme(theme: 'system' | 'dark' | 'light'): 'system' | 'dark' | 'light' {
  return theme === 'system' ? 'dark' : theme === 'dark' ? 'light' : 'system'
}

function everywhereActions(): readonly Action[] {
  const frame = useFrameStore()
  const app = useAppStore()
  const router = useRouter()
  return [
    {
      id: 'find-anything',
      titleKey: 'action.palette',
      keys: ['$mod+k'],
      inInputs: true,
      run: () => {
        frame.palette = true
      },
    },
    {
      id: 'show-keys',
      titleKey: 'action.help',
      keys: ['[Shift]+?'],
      run: () => {
        frame.keys = true
      },
    },
    {
      id: 'open-help',
      titleKey: 'help.open',
      keys: ['F1'],
      inInputs: true,
      run: () => {
        frame.help = !frame.help
      },
    },
    {
      id: 'open-settings',
      titleKey: 'action.settings',
      keys: ['$mod+,'],
      inInputs: true,
      run: async () => {
        await router.push(places.settings())
      },
    },
    {
      id: 'toggle-jobs',
      titleKey: 'action.toggleJobs',
      keys: ['$mod+j'],
      run: () => {
        frame.jobs = !frame.jobs
      },
    },
    {
      id: 'toggle-theme',
      titleKey: 'action.toggleTheme',
      run: () => app.changeSettings({ theme: isDark() ? 'light' : 'dark' }),
    },
    {
      id: 'go-start',
      titleKey: 'action.goStart',
      run: async () => {
        await router.push(places.start())
      },
    },
    {
      id: 'go-new',
      titleKey: 'action.goNew',
      run: async () => {
        await router.push(places.new())
      },
    },
  ]
}

function goActions(open: ComputedRef<ProjectId | null>): readonly Action[] {
  const router = useRouter()
  const enabled = (): boolean => open.value !== null
  const go = async (to: (id: ProjectId) => ReturnType<typeof places.train>): Promise<void> => {
    if (open.value !== null) await router.push(to(open.value))
  }
  return [
    {
      id: 'go-label',
      titleKey: 'action.goLabel',
      keys: ['Alt+Digit1'],
      enabled,
      run: () => go((id) => places.label(id)),
    },
    {
      id: 'go-review',
      titleKey: 'action.goReview',
      keys: ['Alt+Digit2'],
      enabled,
      run: () => go((id) => places.sweep(id)),
    },
    {
      id: 'go-segment',
      titleKey: 'action.goSegment',
      keys: ['Alt+Digit6'],
      enabled,
      run: () => go((id) => places.segment(id)),
    },
    {
      id: 'go-train',
      titleKey: 'action.goTrain',
      keys: ['Alt+Digit3'],
      enabled,
      run: () => go(places.train),
    },
    {
      id: 'go-insights',
      titleKey: 'action.goInsights',
      keys: ['Alt+Digit4'],
      enabled,
      run: () => go((id) => places.insights(id)),
    },
    {
      id: 'go-export',
      titleKey: 'action.goExport',
      keys: ['Alt+Digit5'],
      enabled,
      run: () => go(places.export),
    },
    {
      id: 'edit-classes',
      titleKey: 'taxonomy.edit',
      enabled,
      run: () => go((id) => places.classes(id)),
    },
  ]
}

function projectActions(open: ComputedRef<ProjectId | null>): readonly Action[] {
  const notices = useNoticesStore()
  const project = useProjectStore()
  return [
    ...goActions(open),
    {
      id: 'undo',
      titleKey: 'action.undo',
      keys: ['$mod+z'],
      enabled: () => project.summary?.undo != null,
      run: async () => {
        const what = project.summary?.undo ?? ''
        await project.undo()
        notices.say(t('action.undone', { what }))
      },
    },
    {
      id: 'redo',
      titleKey: 'action.redo',
      keys: ['$mod+Shift+z', '$mod+y'],
      enabled: () => project.summary?.redo != null,
      run: async () => {
        const what = project.summary?.redo ?? ''
        await project.redo()
        notices.say(t('action.redone', { what }))
      },
    },
    {
      id: 'rescan',
      titleKey: 'action.rescan',
      enabled: () => open.value !== null,
      run: async () => {
        if (open.value !== null) await core.projects.rescan({ project: open.value })
      },
    },
  ]
}

function isDark(): boolean {
  return document.documentElement.dataset['theme'] === 'dark'
}
