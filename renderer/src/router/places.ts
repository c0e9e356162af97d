import type { ClassId, ImageId, ProjectId } from '@contract/ids'
import type { RouteLocationRaw } from 'vue-router'

/** Where a window can be; every place has an address. */
export const places = {
  start: (): RouteLocationRaw => ({ name: 'start' }),
  new: (): RouteLocationRaw => ({ name: 'new' }),
  label: (project: ProjectId, query: Record<string, string> = {}): RouteLocationRaw => ({
    name: 'label',
    params: { project },
    query,
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
  image: (
    project: ProjectId,
    image?: ImageId,
    query: Record<string, string> = {},
  ): RouteLocationRaw => ({
    name: 'image',
    params: { project, ...(image === undefined ? {} : { image: String(image) }) },
    query,
  }),
  train: (project: ProjectId): RouteLocationRaw => ({ name: 'train', params: { project } }),
  export: (project: ProjectId): RouteLocationRaw => ({ name: 'export', params: { project } }),
}
