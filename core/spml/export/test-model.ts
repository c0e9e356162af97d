import { openSession } from '../../inference/session'

/** Mean || GeM of [batch, channels, positions]. */
export function pool(map: Float32Array, channels: number, positions: number, withGem: boolean) {
  const rows: number[] = []
  for (let start = 0; start < map.length; start += channels * positions) {
    const of = (power: number) =>
      Array.from({ length: channels }, (_, d) => {
        const from = start + d * positions
        const values = map.subarray(from, from + positions)
        return values.reduce((sum, x) => sum + x ** power, 0) / positions
      })
    rows.push(...of(1), ...(withGem ? of(3).map(Math.cbrt) : []))
  }
  return Float32Array.from(rows)
}

/** What a model file gives for two pictures. */
export async function runModel(
  path: string,
  pixels: Float32Array,
  side: number,
  outputs: readonly string[],
) {
  const session = await openSession(path, { threads: 1 })
  try {
    const results = []
    for (const output of outputs) {
      results.push(await session.run('pixels', pixels, [2, 3, side, side], output))
    }
    return { results, names: session.outputs.map(({ name }) => name) }
  } finally {
    await session.close()
  }
}
