import type { Services } from '../services'
import { failingAsFailure, procedures } from './procedures'

export function projectRoutes(services: Services) {
  const { projects: routes } = procedures
  const { projects } = services
  return {
    create: routes.create.handler(({ input }) => projects.create(input)),
    open: routes.open.handler(({ input }) => projects.open(input.directory)),
    reopen: routes.reopen.handler(({ input }) => projects.reopen(input.project)),
    locateImages: routes.locateImages.handler(({ input }) =>
      projects.locateImages(input.project, input.images),
    ),
    restoreBackup: routes.restoreBackup.handler(({ input }) =>
      projects.restoreBackup(input.directory),
    ),
    rescan: routes.rescan.handler(({ input }) => ({
      job: projects.get(input.project).scan(),
    })),
    summary: routes.summary.handler(({ input }) => projects.get(input.project).summary()),
    watch: routes.watch.handler(({ input, signal }) =>
      failingAsFailure(projects.get(input.project).watch(signal)),
    ),
  }
}
