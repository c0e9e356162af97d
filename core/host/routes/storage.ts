import type { Services } from '../services'
import { failingAsFailure, procedures } from './procedures'

export function storageRoutes({ storage }: Services) {
  const routes = procedures.storage
  return {
    places: routes.places.handler(() => storage.places()),
    measure: routes.measure.handler(({ signal }) =>
      failingAsFailure(storage.measure(signal ?? new AbortController().signal)),
    ),
    clear: routes.clear.handler(({ input }) => storage.clear(input.project, input.part)),
    models: routes.models.handler(() => storage.models()),
  }
}
