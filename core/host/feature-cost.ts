import type { Recipe } from '../contract/training'
import { countCached, estimateCache } from '../features/feature-cache'
import { sideOf, squaresOf, type View } from '../inference/views'
import { projectPaths } from '../store/files'
import type { Project } from './project'
import type { RunViews } from './run-views'

/** Images a second that the plain view takes where nothing has been measured yet. */
const USUAL_RATE = 100

/** Seconds that the missing features of a run take about, and bytes that its maps take in all. */
export async function featureCost(
  project: Project,
  recipe: Recipe,
  { views, maps }: RunViews,
): Promise<{ seconds: number; mapBytes: number }> {
  const images = project.labels.images.length
  const side = recipe.resolution
  const shape = await project.tools.inference.shape({ backbone: recipe.backbone, side })
  const { features } = projectPaths(project.store.directory)
  let work = 0
  for (const view of views) {
    const known = await countCached(features, shape, { view, maps: maps.includes(view) })
    work += Math.max(0, images - known) * workOf(view, side)
  }
  const { maps: mapBytes } = estimateCache(images, shape, { views, maps })
  return { seconds: work / USUAL_RATE, mapBytes }
}

/** In whole pictures. */
function workOf(view: View, side: number): number {
  return squaresOf(view) * (sideOf(view, side) / side) ** 2
}
