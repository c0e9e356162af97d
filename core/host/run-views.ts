import type { Recipe } from '../contract/training'
import type { WantedViews } from '../features/feature-cache'
import type { View } from '../inference/views'
import type { Method, OutputName } from '../spml/method'
import { findClosedForm } from '../spml/closed-form/catalogue'
import { findMethod } from '../spml/methods'

/** What a run must have of its pictures before it can train. */
export interface RunViews extends WantedViews {
  /** Whether the map of a picture without content is needed too. */
  readonly emptyMap: boolean
}

/** Strong variants of each picture; one of them is drawn in every epoch. */
const STRONG = ['strong-1', 'strong-2'] as const satisfies readonly View[]

/** The views that method and recipe ask for together; the plain one always. */
export function viewsOfRun(recipe: Recipe): RunViews {
  const solved = findClosedForm(recipe.method)
  if (solved) {
    const looks = solved.settings(recipe.parameters).attention !== undefined
    return { views: ['plain'], maps: [], cells: looks, emptyMap: false }
  }
  // A backbone that is trained sees the pictures; features are what it said of them at first.
  if (recipe.trains === 'all') return { views: ['plain'], maps: [], emptyMap: false }
  const method = findMethod(recipe.method)
  const asks = (...names: OutputName[]) =>
    names.some((name) => method.outputs?.includes(name) === true)
  const shown: View[] = ['plain']
  if (recipe.augment === 'flip') shown.push('mirrored')
  if (asks('strong', 'strongEmbedding')) shown.push(...STRONG)
  const tiles: View[] = asksTiles(recipe, method)
    ? [`tiles-${method.tiles ?? 1}x${method.tiles ?? 1}`]
    : []
  return {
    views: [...shown, ...tiles],
    maps: looksAtMaps(recipe, method) ? shown : [],
    emptyMap: asks('masked'),
  }
}

/** A map head that bends nothing is the linear head on the channels' means: it needs no maps. */
function looksAtMaps(recipe: Recipe, method: Method): boolean {
  if (recipe.head === 'query2label') return true
  if (recipe.head === 'linear') return false
  const looks: readonly OutputName[] = ['masked', 'cells']
  return boostOf(recipe, method) > 1 || method.outputs?.some((one) => looks.includes(one)) === true
}

function boostOf({ boost, parameters }: Recipe, { info }: Method): number {
  const own = info.parameters.find(({ id }) => id === 'boost')
  return parameters['boost'] ?? own?.default ?? boost ?? 1
}

/** A file has no scores of tiles; only the run itself can look at them. */
function asksTiles({ teacher = 'self' }: Recipe, { tiles }: Method): boolean {
  return tiles !== undefined && teacher === 'self'
}
