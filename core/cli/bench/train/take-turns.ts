import type { Output } from '../../output'
import { type Measure, measureOf } from '../measure'
import type { Rival } from './rivals'
import type { WorkloadName } from './workloads'

export interface Turns {
  readonly rounds: number
  /** Measured by each rival in each round. */
  readonly seconds: number
}

/**
 * Images per second of every rival at one workload. They take turns, round after round: what else the
 * machine does falls on all of them alike. Who fails is named and left out.
 */
export async function takeTurns(
  rivals: readonly Rival[],
  name: WorkloadName,
  { rounds, seconds }: Turns,
  output: Output,
): Promise<Measure[]> {
  const rates = new Map<string, number[]>()
  const failed = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    for (const { id, work } of rivals) {
      if (failed.has(id)) continue
      output.progress(`${name} ${id}`, round, rounds)
      try {
        const turns = await work(name, seconds)
        const more = turns.map(({ imagesPerSecond }) => imagesPerSecond)
        rates.set(id, [...(rates.get(id) ?? []), ...more])
      } catch (error) {
        failed.add(id)
        const text = error instanceof Error ? error.message : String(error)
        output.line({ kind: 'unmeasured', name, rival: id, text }, `${name} ${id}: ${text}`)
      }
    }
  }
  return [...rates].flatMap(([id, values]) =>
    values.length > 0 ? [measureOf(`${name} ${id}`, values, 'images/s')] : [],
  )
}
