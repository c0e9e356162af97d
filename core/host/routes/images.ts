import type { Services } from '../services'
import { procedures } from './procedures'

export function imageRoutes({ projects }: Services) {
  const { images } = procedures
  return {
    page: images.page.handler(({ input }) => projects.get(input.project).store.images.page(input)),
    get: images.get.handler(({ input }) =>
      projects.get(input.project).store.images.get(input.image),
    ),
    indexOf: images.indexOf.handler(async ({ input }) => ({
      index: await projects.get(input.project).store.images.indexOf(input.image, input),
    })),
    find: images.find.handler(({ input }) =>
      projects.get(input.project).store.images.find(input.text, 30),
    ),
    offers: images.offers.handler(({ input }) =>
      projects.get(input.project).review.offers(input.images),
    ),
    problems: images.problems.handler(({ input }) =>
      projects.get(input.project).store.images.problems(),
    ),
  }
}
