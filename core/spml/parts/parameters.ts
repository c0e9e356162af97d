import { Failure } from '../../contract/failures'
import type { ParameterInfo } from '../../contract/training'

/** A parameter of a method with its default, its range and where the default comes from. */
export function number(
  id: string,
  title: string,
  value: number,
  [min, max]: readonly [number, number],
  source: string,
): ParameterInfo {
  return { id, title, default: value, min, max, integer: false, source }
}

export function integer(...facts: globalThis.Parameters<typeof number>): ParameterInfo {
  return { ...number(...facts), integer: true }
}

/** The number inside of the logarithms, which the code of every method has its own of. */
export function padding(value: number): ParameterInfo {
  return number(
    'eps',
    'Padding of logarithms',
    value,
    [0, 0.01],
    'The released code of the method; 0 is the exact form.',
  )
}

export function invalid(message: string): Failure {
  return new Failure('PARAMETER_INVALID', message, { advice: 'Change it in the recipe.' })
}
