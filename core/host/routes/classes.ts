import type { Services } from '../services'
import { procedures } from './procedures'

export function classRoutes({ projects }: Services) {
  const { classes } = procedures
  return {
    list: classes.list.handler(({ input }) => projects.get(input.project).store.classes.list()),
    add: classes.add.handler(({ input }) => projects.get(input.project).addClasses(input.names)),
    change: classes.change.handler(({ input }) =>
      projects.get(input.project).changeClass(input.class, input.change),
    ),
    taxonomy: classes.taxonomy.handler(({ input }) =>
      projects.get(input.project).store.classes.taxonomy(),
    ),
    edit: classes.edit.handler(({ input }) => projects.get(input.project).editClasses(input.edit)),
    preview: classes.preview.handler(({ input }) =>
      projects.get(input.project).store.classes.preview(input.edit),
    ),
  }
}
