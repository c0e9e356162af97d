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
  const { store, instant, tools, labels } = project
  const images = labels.images.length
  const key = { backbone: recipe.backbone, side: recipe.resolution }
  const plain = images - (instant.serves(key) ? instant.featureCount : 0)
  const extra = views.filter((view) => view !== 'plain')
  if (extra.length + maps.length === 0) return { seconds: plain / USUAL_RATE, mapBytes: 0 }
  const shape = await tools.inference.shape(key)
  const { features } = projectPaths(store.directory)
  const missing = async (view: View, ofMaps: boolean) =>
    Math.max(0, images - (await countCached(features, shape, { view, maps: ofMaps })))
  let work = maps.includes('plain') ? await missing('plain', true) : plain
  for (const view of extra) {
    work += (await missing(view, maps.includes(view))) * workOf(view, key.side)
  }
  const { maps: mapBytes } = estimateCache(images, shape, { views, maps })
  return { seconds: work / USUAL_RATE, mapBytes }
}

/** In whole pictures. */
function workOf(view: View, side: number): number {
  return squaresOf(view) * (sideOf(view, side) / side) ** 2
}
