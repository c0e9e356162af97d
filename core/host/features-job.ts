import type { JobId } from '../contract/ids'
import { projectPaths } from '../store/files'
import type { FeatureKey } from './inference-service'
import type { JobContext, JobResult } from './jobs'
import type { Project } from './project'

/** One after the other: features and training both want every core. */
export const COMPUTE_LANE = 'compute'

/** The instant model starts with this many images and is loaded again at every doubling. */
const FIRST_LOAD = 500

/** Computes the features that the project's backbone has not seen, then readies the instant model. */
export function startFeatures(project: Project): JobId {
  return project.tools.jobs.start({
    kind: 'features',
    project: project.id,
    title: 'Looking at the pictures',
    resumable: true,
    lane: COMPUTE_LANE,
    run: async (context) => {
      try {
        const result = await computeFeatures(project, project.instant.key, context)
        await project.instant.reload()
        return result
      } finally {
        project.featuresJob = null
        await project.announce('features', 'suggestions')
      }
    },
  })
}

/** Fills the feature cache of a backbone; what is there already costs nothing. */
export async function computeFeatures(
  project: Project,
  key: FeatureKey,
  { signal, report }: Pick<JobContext, 'signal' | 'report'>,
): Promise<JobResult> {
  const { store, imageRoot, tools, instant } = project
  const images = (await store.images.all()).map(({ id, path }) => ({ id, path }))
  let nextLoad = FIRST_LOAD
  const { failed } = await tools.inference.extract(
    {
      ...key,
      featuresDirectory: projectPaths(store.directory).features,
      root: imageRoot,
      images,
      views: ['plain'],
      maps: [],
    },
    signal,
    ({ done, total }) => {
      report({ step: 'features', done, total })
      if (done < nextLoad || done >= total || !instant.serves(key)) return
      nextLoad = done * 2
      void instant.reload()
    },
  )
  await store.images.addProblems(failed.map(({ path, reason }) => ({ path, reason })))
  return { images: images.length - failed.length, unreadable: failed.length }
}
