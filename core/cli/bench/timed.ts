/** Milliseconds of one piece of work, and what came of it. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now()
  const result = await work()
  return { ms: performance.now() - start, result }
}

/** Milliseconds of each of so many turns. */
export async function timesOf(
  turns: number,
  work: (turn: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn < turns; turn++) times.push((await timed(() => work(turn))).ms)
  return times
}
