import type { Services } from '../services'
import { procedures } from './procedures'

export function nativeRoutes({ native }: Services) {
  const routes = procedures.native
  return {
    installed: routes.installed.handler(() => native.installed()),
    plan: routes.plan.handler(({ input, signal }) =>
      native.plan(input, signal ?? new AbortController().signal),
    ),
    install: routes.install.handler(({ input }) => ({ job: native.install(input) })),
    remove: routes.remove.handler(() => native.remove()),
  }
}
