import { setImmediate } from 'node:timers/promises'
import type { ImageId } from '../../contract/ids'
import { packedCosine } from '../../kernel/packed/packed-rows'
import type { Project } from '../project'

/** Rows between two breaths of the host. */
const rowsAtOnce = 5000

/**
 * The picture most like one, by its pooled features, among those that nobody has given a segment;
 * null where there is none, or while nobody has looked at the picture.
 */
export async function mostSimilar(project: Project, image: ImageId): Promise<ImageId | null> {
  const { state } = project.instant
  const row = project.labels.imageIndex(image)
  if (!state || state.table !== project.labels || row < 0 || state.known[row] !== 1) return null
  const cut = new Set(await project.store.segments.imagesWith('kept'))
  const { images } = state.table
  let best: ImageId | null = null
  let most = -Infinity
  for (let other = 0; other < images.length; other++) {
    if (other % rowsAtOnce === rowsAtOnce - 1) await setImmediate()
    const id = images[other]
    if (id === undefined || other === row || state.known[other] !== 1 || cut.has(id)) continue
    const likeness = packedCosine(state.features, state.dim, row, other)
    if (likeness > most) [best, most] = [id, likeness]
  }
  return best
}
