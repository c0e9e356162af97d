import type { ParameterInfo } from '@contract/training'

/** A typed parameter as a number, or null when it is none or out of its range. */
export function readParameter(
  text: string,
  parameter: Pick<ParameterInfo, 'min' | 'max' | 'integer'>,
): number | null {
  const value = Number(text.trim().replace(',', '.'))
  if (text.trim() === '' || !Number.isFinite(value)) return null
  if (parameter.integer && !Number.isInteger(value)) return null
  return value >= parameter.min && value <= parameter.max ? value : null
}
