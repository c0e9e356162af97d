import type { Services } from '../services'
import { failingAsFailure, procedures } from './procedures'

export function jobRoutes({ jobs }: Services) {
  const routes = procedures.jobs
  return {
    watch: routes.watch.handler(({ signal }) => failingAsFailure(jobs.watch(signal))),
    cancel: routes.cancel.handler(({ input }) => {
      jobs.cancel(input.job)
    }),
    resume: routes.resume.handler(({ input }) => ({ job: jobs.resume(input.job) })),
    dismiss: routes.dismiss.handler(({ input }) => {
      jobs.dismiss(input.job)
    }),
  }
}
