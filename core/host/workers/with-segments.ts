import type { TrainInput } from '../../spml/train-input'
import { openSegmentMaps, removeSegmentMaps } from './segment-maps'
import type { TrainOrder, TrainProgress } from './training-calls'

/** Does work with the segments of its pictures, where a run asks for them; they go when it ends well. */
export async function withSegments<T>(
  { segments, training: { ids }, runDirectory: folder }: TrainOrder,
  tell: (progress: TrainProgress) => void,
  signal: AbortSignal,
  work: (input: Pick<TrainInput, 'segments'>) => Promise<T>,
): Promise<T> {
  if (segments === null) return work({})
  const progress = (done: number, total: number) => {
    tell({ kind: 'segments', done, total })
  }
  const maps = await openSegmentMaps(segments, { ids, folder }, progress, signal)
  const { uncut } = maps
  try {
    if (uncut > 0)
      tell({
        kind: 'note',
        text: `${uncut} of ${ids.length} pictures had no segments to learn from.`,
      })
    const result = await work({ segments: maps })
    await removeSegmentMaps(folder)
    return result
  } finally {
    await maps.close()
  }
}
