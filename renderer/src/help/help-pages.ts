import type { Component } from 'vue'
import type { MessageKey } from '@/i18n/text'

/** The pages of the help in reading order, and the views that each one is about. */
export const helpPages = [
  { id: 'first-steps', title: 'help.page.firstSteps', views: ['start', 'new'] },
  { id: 'label', title: 'help.page.label', views: ['label'] },
  { id: 'classes', title: 'help.page.classes', views: ['classes'] },
  { id: 'review-sweep', title: 'help.page.sweep', views: ['sweep'] },
  { id: 'review-image', title: 'help.page.image', views: ['image'] },
  { id: 'segment', title: 'help.page.segment', views: ['segment'] },
  { id: 'train', title: 'help.page.train', views: ['train'] },
  { id: 'insights', title: 'help.page.insights', views: ['insights'] },
  { id: 'export', title: 'help.page.export', views: ['export'] },
  { id: 'settings', title: 'help.page.settings', views: ['settings'] },
  { id: 'safety', title: 'help.page.safety', views: [] },
  { id: 'trouble', title: 'help.page.trouble', views: [] },
] as const satisfies readonly { id: string; title: MessageKey; views: readonly string[] }[]

export type HelpPageId = (typeof helpPages)[number]['id']

const files = import.meta.glob<Component>('../../../docs/guide/*.md', { import: 'default' })

/** The page's text. @throws Error when it was not built in. */
export function loadHelpPage(id: HelpPageId): Promise<Component> {
  const load = files[`../../../docs/guide/${id}.md`]
  if (load === undefined) throw new Error(`There is no page ${id}.`)
  return load()
}

/** The page about a view; the first one where none is. */
export function helpPageOf(view: unknown): HelpPageId {
  const found = helpPages.find(({ views }) => views.some((name) => name === view))
  return found?.id ?? 'first-steps'
}

/** The page that a link in the text leads to; null when it leads elsewhere. */
export function helpPageAt(href: string): HelpPageId | null {
  return helpPages.find(({ id }) => href === `${id}.md`)?.id ?? null
}
