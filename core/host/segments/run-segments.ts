import { readdir } from 'node:fs/promises'
import type { Recipe } from '../../contract/training'
import { findMethodInfo } from '../../spml/catalogue'
import { projectPaths } from '../../store/files'
import type { ImageRow } from '../../store/images'
import { treeFiles } from '../../store/tree-files'
import type { Project } from '../project'
import type { SegmentOrder } from '../workers/segment-maps'
import { stampOf } from './pictures'

/** Pixels of a picture that one of a segment map stands for: the output stride of S2C. */
const STRIDE = 8

export function asksSegments({ method }: Pick<Recipe, 'method'>): boolean {
  return findMethodInfo(method).needs.includes('segments')
}

/** The recipe with the segmenter that cut most of the pictures, where it asks for one and names none. */
export async function withSegmenter(project: Project, recipe: Recipe): Promise<Recipe> {
  if (!asksSegments(recipe) || recipe.segmenter !== undefined) return recipe
  let best: { segmenter: string; cut: number } | null = null
  for (const segmenter of await segmentersOf(project)) {
    const cut = await countCut(project, segmenter)
    if (cut > (best?.cut ?? 0)) best = { segmenter, cut }
  }
  return best ? { ...recipe, segmenter: best.segmenter } : recipe
}

/** How many of the pictures that teach a segmenter has cut. */
export async function countCut(project: Project, segmenter: string): Promise<number> {
  const isMade = await treeFiles(project.store.directory).made(segmenter)
  const rows = await teaching(project)
  return rows.filter((row) => isMade({ image: row.id, stamp: stampOf(row) })).length
}

/** What the worker needs to read a run's segments; null where it asks for none. */
export async function segmentsOfRun(
  project: Project,
  recipe: Recipe,
  ids: Int32Array,
): Promise<SegmentOrder | null> {
  if (!asksSegments(recipe) || recipe.segmenter === undefined) return null
  const stamps = new Map<number, string>(
    (await project.store.images.all()).map((row) => [row.id, stampOf(row)]),
  )
  return {
    directory: project.store.directory,
    model: recipe.segmenter,
    stamps: Array.from(ids, (id) => stamps.get(id) ?? ''),
    side: Math.ceil(recipe.resolution / STRIDE),
  }
}

async function teaching({ store }: Project): Promise<ImageRow[]> {
  return (await store.images.all()).filter(({ split }) => split === 'train')
}

async function segmentersOf({ store }: Project): Promise<string[]> {
  const folder = projectPaths(store.directory).everything
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}
