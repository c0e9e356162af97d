import { browseFolder, nearestFolder } from '../../dataset/browse-folder'
import { countPictures } from '../../dataset/count-pictures'
import type { Services } from '../services'
import { failingAsFailure, procedures } from './procedures'

export function appRoutes(services: Services) {
  const { app } = procedures
  return {
    info: app.info.handler(() => services.appInfo()),
    changeSettings: app.changeSettings.handler(({ input }) => services.settings.change(input)),
    watchSettings: app.watchSettings.handler(({ signal }) =>
      failingAsFailure(services.settings.watch(signal)),
    ),
    forgetProject: app.forgetProject.handler(({ input }) => services.user.forget(input.project)),
    createSample: app.createSample.handler(() => ({ job: services.projects.createSample() })),
    browseFolder: app.browseFolder.handler(async ({ input: { path, nearest } }) =>
      browseFolder(nearest && path !== null ? await nearestFolder(path) : path),
    ),
    countPictures: app.countPictures.handler(({ input, signal }) =>
      failingAsFailure(countPictures(input.path, signal ?? new AbortController().signal)),
    ),
  }
}
