import type { ParameterInfo } from '../../contract/training'
import type { Method, Parameters } from '../method'
import { unknownMethod } from '../method-unknown'
import { invalid } from '../parts/parameters'
import { assumeNegative } from './assume-negative'
import { boostedMethods } from './boosted'
import { entropyMethods } from './entropy'
import { expectedPositivesMethods } from './expected-positives'
import { focusMethods } from './focus'
import { ignore } from './ignore'
import { largeLossMethods } from './large-loss'
import { mime } from './mime'
import { consistencyMethods } from './plc'
import { pr } from './ranking'
import { robustMethods } from './robust'
import { roleMethods } from './role'
import { s2c } from './s2c'
import { scpnet } from './scpnet'
import { semireward } from './semireward'
import { smile } from './smile'
import { vlpl } from './vlpl'
import { upperBounds } from './upper-bounds'

/** Every method, in the order in which lists show them. A further family is a further line. */
export const methods: readonly Method[] = [
  ...assumeNegative,
  ...expectedPositivesMethods,
  pr,
  ...focusMethods,
  ...roleMethods,
  ...entropyMethods,
  ...largeLossMethods,
  ...boostedMethods,
  ...robustMethods,
  vlpl,
  ignore,
  ...consistencyMethods,
  smile,
  mime,
  scpnet,
  semireward,
  s2c,
  ...upperBounds,
]

/** @throws Failure METHOD_UNKNOWN */
export function findMethod(id: string): Method {
  const method = methods.find(({ info }) => info.id === id)
  if (method !== undefined) return method
  throw unknownMethod(
    id,
    methods.map(({ info }) => info.id),
  )
}

/**
 * Every parameter of a method: those given, else its defaults.
 * @throws Failure PARAMETER_INVALID for an unknown name, a number out of range or a bad combination.
 */
export function completeParameters(
  method: Pick<Method, 'info' | 'check'>,
  given: Parameters,
  epochs: number,
): Record<string, number> {
  const complete: Record<string, number> = {}
  for (const parameter of method.info.parameters) {
    const value = given[parameter.id] ?? parameter.default
    checkRange(parameter, value)
    complete[parameter.id] = value
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(complete, name)) continue
    const names = Object.keys(complete).join(', ')
    throw invalid(`${method.info.title} has no parameter "${name}". It has ${names || 'none'}.`)
  }
  method.check?.(complete, epochs)
  return complete
}

function checkRange({ id, title, min, max, integer }: ParameterInfo, value: number): void {
  const fits = value >= min && value <= max && (!integer || Number.isInteger(value))
  if (fits) return
  const kind = integer ? 'a whole number ' : ''
  throw invalid(`${title} (${id}): ${value} is not ${kind}from ${min} to ${max}.`)
}
