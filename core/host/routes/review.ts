import type { Services } from '../services'
import { procedures } from './procedures'

export function reviewRoutes({ projects }: Services) {
  const { review } = procedures
  return {
    overview: review.overview.handler(({ input }) =>
      projects.get(input.project).review.overview(input.source),
    ),
    page: review.page.handler(({ input }) => projects.get(input.project).review.page(input)),
    commit: review.commit.handler(({ input }) => projects.get(input.project).commitPage(input)),
    image: review.image.handler(({ input }) =>
      projects.get(input.project).review.image(input.image, input.source),
    ),
    neighbour: review.neighbour.handler(({ input }) =>
      projects.get(input.project).review.neighbour(input),
    ),
    examples: review.examples.handler(({ input }) =>
      projects.get(input.project).review.examples(input),
    ),
    states: review.states.handler(({ input }) => projects.get(input.project).review.states(input)),
  }
}
