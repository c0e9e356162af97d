import type { Services } from '../services'
import { procedures } from './procedures'

export function auditRoutes({ projects }: Services) {
  const { audits } = procedures
  return {
    page: audits.page.handler(({ input }) => projects.get(input.project).audits.page(input)),
    commit: audits.commit.handler(({ input }) => projects.get(input.project).commitAudit(input)),
    summary: audits.summary.handler(({ input }) => projects.get(input.project).audits.summary()),
  }
}
