import type { MethodInfo } from '../contract/training'
import { closedFormMethods } from './closed-form/catalogue'
import { unknownMethod } from './method-unknown'
import { methods } from './methods'

/** Every method there is, those with epochs and those that are solved for. */
export const methodInfos: readonly MethodInfo[] = [...closedFormMethods, ...methods].map(
  ({ info }) => info,
)

/** @throws Failure METHOD_UNKNOWN */
export function findMethodInfo(id: string): MethodInfo {
  const info = methodInfos.find((one) => one.id === id)
  if (info !== undefined) return info
  throw unknownMethod(
    id,
    methodInfos.map((one) => one.id),
  )
}
