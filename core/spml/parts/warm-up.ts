import type { ParameterInfo } from '../../contract/training'
import type { Parameters } from '../method'
import { integer, invalid } from './parameters'

/** Epochs before a method begins to doubt labels. */
export function warmUp(epochs: number, source: string): ParameterInfo {
  return integer('warmup', 'Epochs before labels are doubted', epochs, [0, 1000], source)
}

/** @throws Failure PARAMETER_INVALID when nothing but the warm-up would be trained. */
export function checkWarmUp({ warmup = 0 }: Parameters, epochs: number): void {
  if (warmup < epochs) return
  throw invalid(`${warmup} epochs before labels are doubted leave none of ${epochs} epochs.`)
}
