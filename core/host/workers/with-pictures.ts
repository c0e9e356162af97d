import type { Recipe } from '../../contract/training'
import { type Augment, isMirrored } from '../../inference/training-picture'
import { openBackboneWeights } from '../../spml/backbones/open-weights'
import type { PictureInput, TrainInput, TrainSaying } from '../../spml/train-input'
import { memoryBudget } from '../../tensor/devices/memory'
import { openPicturePool } from '../picture-pool'
import type { BackboneSource } from '../training-backbone'
import type { TrainOrder } from './training-calls'

/** What the papers do to a picture before a network that learns sees it. */
const AUGMENTS = {
  none: { crop: null, flip: false, jitter: 0 },
  flip: { crop: null, flip: true, jitter: 0 },
  // Not ImageNet's 0.08: a label of the whole picture must be true of the part.
  crop: { crop: { scale: [0.5, 1], ratio: [3 / 4, 4 / 3] }, flip: true, jitter: 0.2 },
} as const satisfies Record<NonNullable<Recipe['augment']>, Augment>

type Tuning = TrainOrder & { tuning: NonNullable<TrainOrder['tuning']> }

/** Does work with the pictures themselves, decoded by threads that end with it. */
export async function withPictures<T>(
  { tuning: { source, files }, recipe, device }: Tuning,
  tell: (said: TrainSaying) => void,
  work: (input: Pick<TrainInput, 'pictures' | 'backbone' | 'memory'>) => Promise<T>,
): Promise<T> {
  const { resolution: side, seed, augment = 'none' } = recipe
  const { root, training, validation } = files
  const pool = openPicturePool({
    ...{ root, side, seed, augment: AUGMENTS[augment] },
    paths: [...training, ...validation],
  })
  const pictures: PictureInput = {
    side,
    read: (order) => pool.read(order),
    validation: ({ rows, ...order }) =>
      pool.read({ ...order, rows: rows.map((row) => row + training.length) }),
    isMirrored: (row, epoch) => AUGMENTS[augment].flip && isMirrored({ seed, epoch, row }),
  }
  try {
    const [backbone, memory] = await Promise.all([networkOf(source), memoryBudget(device)])
    const result = await work({ pictures, backbone, memory })
    const { length } = pool.failed()
    if (length > 0)
      tell({
        kind: 'note',
        text: `${length} pictures could not be read; they were shown as empty.`,
      })
    return result
  } finally {
    await pool.close()
  }
}

/** The network that a training starts from. Throws MODEL_INVALID, MODEL_MISSING. */
export async function networkOf(
  source: BackboneSource,
): Promise<NonNullable<TrainInput['backbone']>> {
  if ('architecture' in source) return { architecture: source.architecture, weights: null }
  const { architecture, read } = await openBackboneWeights(source.weights)
  return { architecture, weights: read }
}
