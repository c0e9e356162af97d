import type { ClassId, ImageId, ProjectId } from '@contract/ids'
import type { ImageStatus } from '@contract/images'
import type { LabelState } from '@contract/labels'
import type { RouteLocationRaw } from 'vue-router'

/** Some of the pictures: by class and state, by status, or named, with what to call them. */
export interface PictureFilter {
  readonly class?: ClassId
  /** Present unless said. */
  readonly state?: LabelState
  readonly status?: ImageStatus
  readonly images?: readonly ImageId[]
  /** What the last decisions are about, newest first. */
  readonly latest?: true
  /** What they have in common, shown above them. */
  readonly title?: string
}

/** The parts of the settings, in their order. */
export const settingsSections = [
  'appearance',
  'keys',
  'devices',
  'models',
  'storage',
  'privacy',
  'about',
] as const
export type SettingsSection = (typeof settingsSections)[number]

export const insightsParts = [
  'counts',
  'together',
  'calibration',
  'learning',
  'doubts',
  'alike',
  'consistency',
] as const
export type InsightsPart = (typeof insightsParts)[number]

/** Where a window can be; every place has an address. */
export const places = {
  start: (): RouteLocationRaw => ({ name: 'start' }),
  settings: (section?: SettingsSection): RouteLocationRaw => ({
    name: 'settings',
    params: section === undefined ? {} : { section },
  }),
  new: (): RouteLocationRaw => ({ name: 'new' }),
  label: (project: ProjectId, query: Record<string, string> = {}): RouteLocationRaw => ({
    name: 'label',
    params: { project },
    query,
  }),
  /** The door from any number or mark to its pictures: Label's grid with only these. */
  pictures: (project: ProjectId, filter: PictureFilter): RouteLocationRaw => ({
    name: 'label',
    params: { project },
    query: { view: 'grid', ...filterQuery(filter) },
  }),
  sweep: (
    project: ProjectId,
    class_?: ClassId,
    query: Record<string, string> = {},
  ): RouteLocationRaw => ({
    name: 'sweep',
    params: { project, ...(class_ === undefined ? {} : { class: String(class_) }) },
    query,
  }),
  /** A random sample of a class, judged picture by picture. */
  audit: (project: ProjectId, class_?: ClassId): RouteLocationRaw => ({
    name: 'audit',
    params: { project, ...(class_ === undefined ? {} : { class: String(class_) }) },
  }),
  image: (
    project: ProjectId,
    image?: ImageId,
    query: Record<string, string> = {},
  ): RouteLocationRaw => ({
    name: 'image',
    params: { project, ...(image === undefined ? {} : { image: String(image) }) },
    query,
  }),
  /** Masks: the tools, and all of a picture's segments. */
  segment: (project: ProjectId, image?: ImageId): RouteLocationRaw => ({
    name: 'segment',
    params: { project },
    query: image === undefined ? {} : { image: String(image) },
  }),
  /** The classes editor, at some of them. */
  classes: (project: ProjectId, ...classes: readonly ClassId[]): RouteLocationRaw => ({
    name: 'classes',
    params: { project },
    query: classes.length === 0 ? {} : { class: classes.join(',') },
  }),
  train: (project: ProjectId): RouteLocationRaw => ({ name: 'train', params: { project } }),
  insights: (project: ProjectId, part?: InsightsPart): RouteLocationRaw => ({
    name: 'insights',
    params: { project, ...(part === undefined ? {} : { part }) },
  }),
  export: (project: ProjectId): RouteLocationRaw => ({ name: 'export', params: { project } }),
}

function filterQuery({ images, ...rest }: PictureFilter): Record<string, string> {
  const words = Object.entries({ ...rest, images: images?.join(',') })
  return Object.fromEntries(
    words.flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  )
}
