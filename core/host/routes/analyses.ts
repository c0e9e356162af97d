import type { Services } from '../services'
import { procedures } from './procedures'

export function analysisRoutes({ projects, analyses }: Services) {
  const routes = procedures.analyses
  return {
    figure: routes.figure.handler(({ input, signal }) =>
      analyses.figure(projects.get(input.project), input, signal),
    ),
    picture: routes.picture.handler(({ input, signal }) =>
      analyses.picture(projects.get(input.project), input, input.format, signal),
    ),
  }
}
