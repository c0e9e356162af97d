import type { Services } from '../services'
import { procedures } from './procedures'

export function labelRoutes({ projects }: Services) {
  const { labels } = procedures
  return {
    decide: labels.decide.handler(({ input }) => projects.get(input.project).decide(input)),
    undo: labels.undo.handler(({ input }) => projects.get(input.project).undo()),
    redo: labels.redo.handler(({ input }) => projects.get(input.project).redo()),
  }
}
