import type { Services } from '../services'
import { tunedBackbones } from '../training-backbone'
import { procedures } from './procedures'

export function trainingRoutes({ projects, training, inference, devices }: Services) {
  const routes = procedures.training
  return {
    methods: routes.methods.handler(() => training.methods()),
    backbones: routes.backbones.handler(async ({ input }) => [
      ...(await inference.backbones()),
      ...(input ? await tunedBackbones(projects.get(input.project)) : []),
    ]),
    devices: routes.devices.handler(() => devices.list()),
    plan: routes.plan.handler(({ input }) =>
      training.plan(projects.get(input.project), input.choice),
    ),
    start: routes.start.handler(async ({ input }) => ({
      job: await training.start(projects.get(input.project), input.choice, input),
    })),
    runs: routes.runs.handler(({ input }) => projects.get(input.project).store.runs.list()),
    remove: routes.remove.handler(({ input }) =>
      training.remove(projects.get(input.project), input.run),
    ),
  }
}
