import type { ClassInfo } from '@contract/classes'
import type { ClassId, ProjectId } from '@contract/ids'
import type { BatchResult } from '@contract/labels'
import type { ProjectEvent, ProjectInfo, ProjectSummary } from '@contract/projects'
import { defineStore } from 'pinia'
import { computed, type ShallowRef, shallowRef } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'
import { follow } from '@/api/follow'

/** The open project: what it is, its figures, its classes; kept up to date by the host's events. */
export const useProjectStore = defineStore('project', () => {
  const state = emptyState()
  const reader = projectReader(state)
  const classById = computed(() => new Map(state.classes.value.map((item) => [item.id, item])))

  function opened(): ProjectInfo {
    if (state.info.value === null) throw new Error('no project is open')
    return state.info.value
  }

  async function addClasses(names: string[]): Promise<readonly ClassInfo[]> {
    const added = await core.classes.add({ project: opened().id, names })
    await reader.refresh(['classes'])
    return added
  }

  function undo(): Promise<BatchResult> {
    return core.labels.undo({ project: opened().id })
  }

  function redo(): Promise<BatchResult> {
    return core.labels.redo({ project: opened().id })
  }

  function className(id: ClassId): string {
    return classById.value.get(id)?.name ?? ''
  }

  return { ...state, ...reader, classById, className, addClasses, undo, redo }
})

interface ProjectState {
  readonly info: ShallowRef<ProjectInfo | null>
  readonly summary: ShallowRef<ProjectSummary | null>
  readonly classes: ShallowRef<readonly ClassInfo[]>
  readonly failure: ShallowRef<ShownFailure | null>
  /** The last event, for views that read something of their own again: see `useProjectChanges`. */
  readonly lastEvent: ShallowRef<ProjectEvent | null>
}

function emptyState(): ProjectState {
  return {
    info: shallowRef(null),
    summary: shallowRef(null),
    classes: shallowRef([]),
    failure: shallowRef(null),
    lastEvent: shallowRef(null),
  }
}

function clear(state: ProjectState): void {
  state.info.value = null
  state.summary.value = null
  state.classes.value = []
  state.failure.value = null
  state.lastEvent.value = null
}

interface ProjectReader {
  /** Opens the project of an address, unless it is open already. */
  readonly open: (project: ProjectId) => Promise<void>
  /** Makes a project that the host has just opened or created the window's own. */
  readonly adopt: (opened: ProjectInfo) => Promise<void>
  /** Lets go of the project in this window; the host keeps it for the others. */
  readonly close: () => void
  /** Reads figures (and classes, if concerned) again. */
  readonly refresh: (changed: ProjectEvent['changed']) => Promise<void>
}

function projectReader(state: ProjectState): ProjectReader {
  let watching = new AbortController()

  function close(): void {
    watching.abort()
    watching = new AbortController()
    clear(state)
  }

  async function open(project: ProjectId): Promise<void> {
    if (state.info.value?.id === project) return
    close()
    const { signal } = watching
    try {
      const opened = await core.projects.reopen({ project }, { signal })
      if (!signal.aborted) await adopt(opened)
    } catch (error) {
      state.failure.value = toShown(error, signal) ?? state.failure.value
    }
  }

  async function adopt(opened: ProjectInfo): Promise<void> {
    close()
    state.info.value = opened
    const { signal } = watching
    void follow(
      (inner) => openStream(opened.id, inner),
      (event) => void take(event),
      signal,
      (error) => {
        state.failure.value = toShownAlways(error)
      },
    )
    await refresh(['labels', 'classes'])
  }

  async function openStream(
    project: ProjectId,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ProjectEvent>> {
    // A host that was started again does not know the project any more: reopen, then read all again.
    state.info.value = await core.projects.reopen({ project }, { signal })
    const stream = await core.projects.watch({ project }, { signal })
    void take({ revision: state.summary.value?.revision ?? 0, changed: [...everything] })
    return stream
  }

  async function take(event: ProjectEvent): Promise<void> {
    state.lastEvent.value = event
    await refresh(event.changed)
  }

  async function refresh(changed: ProjectEvent['changed']): Promise<void> {
    const project = state.info.value?.id
    if (project === undefined) return
    const { signal } = watching
    const concernsClasses = changed.includes('classes') || changed.includes('labels')
    try {
      const [summary, classes] = await Promise.all([
        core.projects.summary({ project }, { signal }),
        concernsClasses ? core.classes.list({ project }, { signal }) : state.classes.value,
      ])
      state.summary.value = summary
      state.classes.value = classes
      state.failure.value = null
    } catch (error) {
      const shown = toShown(error, signal)
      // A lost host has its own banner, and everything is read again afterwards.
      if (shown !== null && shown.code !== 'HOST_LOST') state.failure.value = shown
    }
  }

  return { open, adopt, close, refresh }
}

const everything = [
  'images',
  'labels',
  'classes',
  'runs',
  'suggestions',
  'features',
  'segments',
] as const
