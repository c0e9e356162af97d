import type { Services } from '../services'
import { procedures } from './procedures'

export function segmentRoutes({ projects, segments, segmenters }: Services) {
  const routes = procedures.segments
  return {
    list: routes.list.handler(({ input }) =>
      segments.list(projects.get(input.project), input.image),
    ),
    prompt: routes.prompt.handler(({ input, context, signal }) =>
      segments.prompt(projects.get(input.project), input, context.window, signal),
    ),
    ahead: routes.ahead.handler(({ input, context }) =>
      segments.ahead(projects.get(input.project), input, context.window),
    ),
    everything: routes.everything.handler(({ input, signal }) =>
      segments.everything(projects.get(input.project), input, signal),
    ),
    everythingAll: routes.everythingAll.handler(async ({ input }) => ({
      job: await segments.everythingAll(projects.get(input.project), input.model),
    })),
    evidence: routes.evidence.handler(({ input, signal }) =>
      segments.evidence(projects.get(input.project), input, signal),
    ),
    similar: routes.similar.handler(({ input }) =>
      segments.similar(projects.get(input.project), input.image),
    ),
    models: routes.models.handler(() => segmenters.list()),
    pullModel: routes.pullModel.handler(async ({ input }) => ({
      job: await segmenters.pull(input.model),
    })),
    importModel: routes.importModel.handler(({ input, signal }) =>
      segmenters.import(input, signal ?? new AbortController().signal),
    ),
    removeModel: routes.removeModel.handler(({ input }) => segmenters.remove(input.model)),
  }
}
