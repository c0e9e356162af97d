import type { ProjectId } from '../../contract/ids'
import type { Services } from '../services'
import { failingAsFailure, procedures } from './procedures'

export function insightRoutes({ projects }: Services) {
  const { insights } = procedures
  const of = ({ project }: { project: ProjectId }) => projects.get(project).insights
  return {
    counts: insights.counts.handler(({ input }) => of(input).counts()),
    together: insights.together.handler(({ input, signal }) => of(input).together(signal)),
    calibration: insights.calibration.handler(({ input, signal }) => of(input).calibration(signal)),
    learning: insights.learning.handler(({ input, signal }) => of(input).learning(signal)),
    consistency: insights.consistency.handler(({ input, signal }) => of(input).consistency(signal)),
    doubts: insights.doubts.handler(({ input, signal }) =>
      failingAsFailure(of(input).doubts(signal)),
    ),
    alike: insights.alike.handler(({ input, signal }) =>
      failingAsFailure(of(input).alike.find(input, signal)),
    ),
    behind: insights.behind.handler(({ input, signal }) => of(input).behind(input.mark, signal)),
  }
}
