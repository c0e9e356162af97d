import type { ClassInfo } from '@contract/classes'
import type { ProjectId } from '@contract/ids'
import Fuse from 'fuse.js'
import type { Router } from 'vue-router'
import { isEnabled } from '@/actions/registry'
import type { RegisteredAction } from '@/actions/action'
import { number, t } from '@/i18n/text'
import { places } from '@/router/places'

/** One line of the palette. */
export interface PaletteEntry {
  readonly id: string
  readonly title: string
  readonly kind: 'command' | 'class'
  readonly detail: string
  readonly keys: string
  readonly colour: string
  readonly run: () => void | Promise<void>
}

/** What can be done now, by an action that makes sense without its key. */
export function commandEntries(actions: readonly RegisteredAction[]): readonly PaletteEntry[] {
  return actions
    .filter((action) => action.onlyByKey !== true && action.unlisted !== true && isEnabled(action))
    .filter((action) => action.id !== 'find-anything')
    .map((action) => ({
      id: `action:${action.id}`,
      title: t(action.titleKey, action.titleParams?.()),
      kind: 'command',
      detail: t(`scope.${action.scope}`),
      keys: action.keys?.[0] ?? '',
      colour: '',
      run: () => action.run(),
    }))
}

/** Every class; choosing one goes to its sweep. */
export function classEntries(
  classes: readonly ClassInfo[],
  project: ProjectId,
  router: Router,
): readonly PaletteEntry[] {
  return classes.map((item) => ({
    id: `class:${item.id}`,
    title: item.name,
    kind: 'class',
    detail: number(item.present),
    keys: '',
    colour: item.colour,
    run: async () => {
      await router.push(places.sweep(project, item.id))
    },
  }))
}

/** Entries that fit what was typed, best first; all of them, in order, for nothing typed. */
export function findEntries(
  entries: readonly PaletteEntry[],
  text: string,
  limit = 50,
): readonly PaletteEntry[] {
  const typed = text.trim()
  if (typed === '') return entries.slice(0, limit)
  const fuse = new Fuse(entries, { keys: ['title'], threshold: 0.4, ignoreLocation: true })
  return fuse.search(typed, { limit }).map((hit) => hit.item)
}
