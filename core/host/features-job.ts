import type { JobId } from '../contract/ids'
import type { WantedViews } from '../features/feature-cache'
import { projectPaths } from '../store/files'
import type { FeatureKey } from './inference-service'
import type { JobContext, JobResult } from './jobs'
import type { Project } from './project'

/** One after the other: features and training both want every core. */
export const COMPUTE_LANE = 'compute'

/** The instant model starts with this many images and is loaded again at every doubling. */
const FIRST_LOAD = 500

/** Cells of so many pictures take little room: they are kept in passing, for the training to come. */
const MOST_CELL_IMAGES = 20_000

const plainView: WantedViews = { views: ['plain'], maps: [] }

/** Features of a backbone at a resolution, in some views; extra views may be of training images only. */
export interface FeatureWish extends WantedViews {
  readonly key: FeatureKey
  readonly extraViewsOf: 'all' | 'train'
}

/** Computes the features that the project's backbone has not seen, then readies the instant model. */
export function startFeatures(project: Project): JobId {
  return start(project, async (context) => {
    try {
      const wish = { key: project.instant.key, ...plainView, extraViewsOf: 'all' } as const
      const { result, fresh } = await fill(project, wish, context)
      // Of a large project it takes long: what is loaded already is not loaded again.
      await (fresh > 0 ? project.instant.reload() : project.instant.ready())
      return result
    } finally {
      project.featuresJob = null
      await project.announce('features', 'suggestions')
    }
  })
}

/** Computes what a study wants beside. */
export function startViews(project: Project, wish: FeatureWish): JobId {
  return start(project, (context) => computeFeatures(project, wish, context))
}

function start(project: Project, run: (context: JobContext) => Promise<JobResult>): JobId {
  return project.tools.jobs.start({
    kind: 'features',
    project: project.id,
    title: 'Looking at the pictures',
    resumable: true,
    lane: COMPUTE_LANE,
    run,
  })
}

type Reporting = Pick<JobContext, 'signal' | 'report'>

/** Fills the feature cache of a backbone; what is there already costs nothing. */
export async function computeFeatures(
  project: Project,
  wish: FeatureWish,
  context: Reporting,
): Promise<JobResult> {
  return (await fill(project, wish, context)).result
}

/** The same, and how many pictures were new to it. */
async function fill(
  project: Project,
  { key, views, maps, cells, extraViewsOf }: FeatureWish,
  { signal, report }: Reporting,
): Promise<{ result: JobResult; fresh: number }> {
  const { store, imageRoot, tools, instant } = project
  const known = (await store.images.all()).filter(({ split }) => split !== 'apart')
  const images = known.map(({ id, path, width, height, split }) => ({
    ...{ id, path, size: { width, height } },
    ...(extraViewsOf === 'train' && split !== 'train' && { views: plainView.views }),
  }))
  const step = stepOf(views)
  let nextLoad = FIRST_LOAD
  const reached: { first?: number; last: number } = { last: 0 }
  const { failed, note } = await tools.inference.extract(
    {
      ...key,
      featuresDirectory: projectPaths(store.directory).features,
      root: imageRoot,
      ...{ images, views, maps },
      cells: cells === true || images.length <= MOST_CELL_IMAGES,
    },
    signal,
    ({ done, total }) => {
      report({ step, done, total })
      reached.first ??= done
      reached.last = done
      if (done < nextLoad || done >= total || !instant.serves(key)) return
      nextLoad = done * 2
      void instant.reload()
    },
  )
  await store.images.addProblems(failed.map(({ path, reason }) => ({ path, reason })))
  const result = {
    ...{ images: images.length - failed.length, unreadable: failed.length },
    ...(note !== null && { note }),
  }
  return { result, fresh: reached.last - (reached.first ?? 0) }
}

/** `features`, and the views beside the plain one, which take longer. */
function stepOf(views: WantedViews['views']): string {
  const extra = views.filter((view) => view !== 'plain')
  return extra.length === 0 ? 'features' : `features: plain, ${extra.join(', ')}`
}
