import type { Services } from '../services'
import { procedures } from './procedures'

export function exportRoutes({ projects, exporting }: Services) {
  const routes = procedures.exports
  return {
    formats: routes.formats.handler(({ input }) => exporting.formats(projects.get(input.project))),
    preview: routes.preview.handler(({ input }) =>
      exporting.preview(projects.get(input.project), input.format, input.proposed ?? false),
    ),
    start: routes.start.handler(({ input }) => ({
      job: exporting.start(projects.get(input.project), {
        ...input,
        proposed: input.proposed ?? false,
      }),
    })),
  }
}
