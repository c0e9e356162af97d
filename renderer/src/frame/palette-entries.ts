import type { ClassInfo } from '@contract/classes'
import type { ImageId, ProjectId } from '@contract/ids'
import type { RecentProject } from '@contract/projects'
import Fuse from 'fuse.js'
import type { Router } from 'vue-router'
import { isEnabled } from '@/actions/registry'
import type { RegisteredAction } from '@/actions/action'
import { type HelpPageId, helpPages } from '@/help/help-pages'
import { number, t } from '@/i18n/text'
import { places, settingsSections } from '@/router/places'

/** One line of the palette. */
export interface PaletteEntry {
  readonly id: string
  readonly title: string
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
    ...place(`class:${item.id}`, item.name, number(item.present), () =>
      router.push(places.sweep(project, item.id)),
    ),
    colour: item.colour,
  }))
}

/** The projects that can be opened, but for the one that is. */
export function projectEntries(
  recent: readonly RecentProject[],
  open: ProjectId | null,
  router: Router,
): readonly PaletteEntry[] {
  return recent
    .filter(({ problem, id }) => problem === null && id !== open)
    .map(({ id, name }) =>
      place(`project:${id}`, name, t('palette.project'), () => router.push(places.label(id))),
    )
}

export function settingEntries(router: Router): readonly PaletteEntry[] {
  return settingsSections.map((section) =>
    place(`setting:${section}`, t(`settings.section.${section}`), t('settings.title'), () =>
      router.push(places.settings(section)),
    ),
  )
}

export function helpEntries(open: (page: HelpPageId) => void): readonly PaletteEntry[] {
  return helpPages.map(({ id, title }) =>
    place(`help:${id}`, t(title), t('help.title'), () => {
      open(id)
    }),
  )
}

/** Pictures by name; choosing one shows all about it. */
export function imageEntries(
  images: readonly { readonly id: ImageId; readonly path: string }[],
  show: (image: ImageId) => unknown,
): readonly PaletteEntry[] {
  return images.map(({ id, path }) =>
    place(`image:${id}`, path, t('palette.picture'), () => show(id)),
  )
}

function place(id: string, title: string, detail: string, go: () => unknown): PaletteEntry {
  return {
    ...{ id, title, detail, keys: '', colour: '' },
    run: async () => {
      await go()
    },
  }
}

/** Entries that fit what was typed, best first; for nothing typed all of them, the last used first. */
export function findEntries(
  entries: readonly PaletteEntry[],
  text: string,
  recent: readonly string[] = [],
): readonly PaletteEntry[] {
  const typed = text.trim()
  if (typed === '') return recentFirst(entries, recent)
  const fuse = new Fuse(entries, { keys: ['title'], threshold: 0.4, ignoreLocation: true })
  return fuse.search(typed).map((hit) => hit.item)
}

function recentFirst(
  entries: readonly PaletteEntry[],
  recent: readonly string[],
): readonly PaletteEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const first = recent.flatMap((id) => byId.get(id) ?? [])
  return [...first, ...entries.filter(({ id }) => !recent.includes(id))]
}
