import { cpus } from 'node:os'
import { quantile } from './quantile'

/** Milliseconds (or another unit) as `singlet bench` reports them. */
export function measureOf(name: string, values: readonly number[], unit = 'ms') {
  const at = (share: number) => quantile(values, share)
  return {
    ...{ name, unit, min: at(0), median: at(0.5), p95: at(0.95), max: at(1) },
    n: values.length,
  }
}
export type Measure = ReturnType<typeof measureOf>

/** What the figures were measured on. */
export function machineName(): string {
  return `${process.platform} ${process.arch}, ${cpus().length} cores, Node ${process.version}`
}
