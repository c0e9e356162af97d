import type { ClassInfo } from '@contract/classes'
import type { ClassId, ProjectId } from '@contract/ids'
import type { BatchResult } from '@contract/labels'
import type { ProjectEvent, ProjectInfo, ProjectSummary } from '@contract/projects'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'
import { follow } from '@/api/follow'

/** The open project: what it is, its figures, its classes; kept up to date by the host's events. */
export const useProjectStore = defineStore('project', () => {
  const info = shallowRef<ProjectInfo | null>(null)
  const summary = shallowRef<ProjectSummary | null>(null)
  const classes = shallowRef<readonly ClassInfo[]>([])
  const failure = shallowRef<ShownFailure | null>(null)
  /** The last event, for views that read something of their own again: see `useProjectChanges`. */
  const lastEvent = shallowRef<ProjectEvent | null>(null)
  const classById = computed(() => new Map(classes.value.map((item) => [item.id, item])))
  let watching = new AbortController()

  /** Opens the project of an address, unless it is open already. */
  async function open(project: ProjectId): Promise<void> {
    if (info.value?.id === project) return
    close()
    const signal = watching.signal
    try {
      const opened = await core.projects.reopen({ project }, { signal })
      await adopt(opened)
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  /** Makes a project that the host has just opened or created the window's own. */
  async function adopt(opened: ProjectInfo): Promise<void> {
    close()
    info.value = opened
    const signal = watching.signal
    void follow(
      (inner) => openStream(opened.id, inner),
      (event) => void take(event),
      signal,
      (error) => {
        failure.value = toShownAlways(error)
      },
    )
    await refresh(['labels', 'classes'])
  }

  async function openStream(
    project: ProjectId,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ProjectEvent>> {
    // After a host was lost it does not know the project any more: reopen, then read all again.
    const reopened = await core.projects.reopen({ project }, { signal })
    info.value = reopened
    const stream = await core.projects.watch({ project }, { signal })
    await take({ revision: summary.value?.revision ?? 0, changed: [...everything] })
    return stream
  }

  async function take(event: ProjectEvent): Promise<void> {
    lastEvent.value = event
    await refresh(event.changed)
  }

  async function refresh(changed: ProjectEvent['changed']): Promise<void> {
    const project = info.value?.id
    const signal = watching.signal
    if (project === undefined) return
    const withClasses = changed.includes('classes') || changed.includes('labels')
    try {
      const [nextSummary, nextClasses] = await Promise.all([
        core.projects.summary({ project }, { signal }),
        withClasses ? core.classes.list({ project }, { signal }) : classes.value,
      ])
      if (signal.aborted) return
      summary.value = nextSummary
      classes.value = nextClasses
      failure.value = null
    } catch (error) {
      const shown = toShown(error, signal)
      // A lost host has its own banner, and everything is read again afterwards.
      if (shown !== null && shown.code !== 'HOST_LOST') failure.value = shown
    }
  }

  /** Lets go of the project in this window; the host keeps it for the others. */
  function close(): void {
    watching.abort()
    watching = new AbortController()
    info.value = null
    summary.value = null
    classes.value = []
    failure.value = null
    lastEvent.value = null
  }

  async function addClasses(names: string[]): Promise<readonly ClassInfo[]> {
    const added = await core.classes.add({ project: opened().id, names })
    await refresh(['classes'])
    return added
  }

  function undo(): Promise<BatchResult> {
    return core.labels.undo({ project: opened().id })
  }

  function redo(): Promise<BatchResult> {
    return core.labels.redo({ project: opened().id })
  }

  function opened(): ProjectInfo {
    if (info.value === null) throw new Error('no project is open')
    return info.value
  }

  function className(id: ClassId): string {
    return classById.value.get(id)?.name ?? ''
  }

  return {
    info,
    summary,
    classes,
    classById,
    failure,
    lastEvent,
    open,
    adopt,
    close,
    refresh,
    addClasses,
    undo,
    redo,
    className,
  }
})

const everything = ['images', 'labels', 'classes', 'runs', 'suggestions', 'features'] as const
