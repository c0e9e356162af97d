import type { MethodInfo } from '../../contract/training'

/** Measured best on photographs with one positive each; see `recommended-recipe.ts`. */
export const RECOMMENDED_METHOD = 'ensemble'

type Facts = Pick<MethodInfo, 'id' | 'title' | 'belief' | 'source'> & Partial<MethodInfo>

/** What people read about a method; needs nothing and has no limits unless it says so. */
export function describe(facts: Facts): MethodInfo {
  return {
    needs: [],
    parameters: [],
    limits: null,
    inEpochs: true,
    recommended: facts.id === RECOMMENDED_METHOD,
    ...facts,
  }
}
