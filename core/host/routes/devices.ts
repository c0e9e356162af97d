import type { Services } from '../services'
import { failingAsFailure, procedures } from './procedures'

export function deviceRoutes({ devices }: Services) {
  const routes = procedures.devices
  return {
    watch: routes.watch.handler(({ signal }) => failingAsFailure(devices.watch(signal))),
    check: routes.check.handler(() => devices.checkAgain()),
  }
}
