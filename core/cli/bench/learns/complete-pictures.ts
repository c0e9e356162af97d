import { Failure } from '../../../contract/failures'
import { openPicturePool } from '../../../host/picture-pool'
import type { Architecture } from '../../../spml/backbones/architectures'
import { channelsOf } from '../../../spml/backbones/layout'
import { layoutOf } from '../../../spml/backbones/architectures'
import { SEGMENT_LEVELS } from '../../../spml/method'
import type { SegmentInput, TrainInput } from '../../../spml/train-input'
import { RandomState } from '../../../kernel/rng'
import { withHost } from '../../host-session'
import { Scratch } from '../scratch'

export interface PictureWish {
  readonly data: string
  readonly images: number
  readonly side: number
  readonly seed: number
  readonly architecture: Architecture
}

/** Pictures of a complete dataset with one label each and the truth, for a network from random weights. */
export interface CompletePictures {
  readonly input: TrainInput & { readonly truth: Uint8Array }
  readonly close: () => Promise<void>
}

export async function openCompletePictures(wish: PictureWish): Promise<CompletePictures> {
  const { images, side, seed, architecture } = wish
  const { root, paths, truth, labels, classes } = await readDataset(wish)
  if (paths.length < images) {
    throw new Failure(
      'NO_IMAGES',
      `The dataset has ${paths.length} pictures to train on, not ${images}.`,
      {
        advice: 'Ask for fewer with --images.',
      },
    )
  }
  const pool = openPicturePool({
    ...{ root, paths, side, seed, folder: new URL('./', import.meta.url) },
    augment: { crop: null, flip: false, jitter: 0 },
  })
  const channels = channelsOf(layoutOf(architecture))
  const rng = new RandomState(seed)
  // Nothing looks at features but what stands beside the network: noise will do.
  const features = Float32Array.from({ length: images * channels }, () => rng.normal())
  const input = {
    ...{ features, images, channels, classes, labels, truth },
    pictures: { side, read: pool.read },
    backbone: { architecture, weights: null },
    segments: quarters(),
  }
  return { input, close: pool.close }
}

/** Every picture in four squares: segments for methods that cannot do without. */
function quarters(): SegmentInput {
  const own = Array.from({ length: SEGMENT_LEVELS }, () => [1, 2, 3, 4]).flat()
  return {
    side: 2,
    read: ({ length }) => {
      const maps = Uint16Array.from(Array.from({ length }, () => own).flat())
      return Promise.resolve({ maps, stability: new Uint8Array(maps.length).fill(255) })
    },
  }
}

/** The first pictures of the training part, as a simulated project has them. */
async function readDataset({ data, images, seed }: PictureWish) {
  const scratch = await Scratch.make()
  try {
    return await withHost(async ({ host, client }) => {
      const directory = scratch.folder('project')
      await host.operations.simulate({ directory, data, seed })
      const { id } = await client.projects.open({ directory })
      const { store, imageRoot: root } = host.services.projects.get(id)
      const known = (await store.images.all())
        .filter(({ split }) => split === 'train')
        .slice(0, images)
      const [truth, labels] = [await store.truth.matrix(), await store.labels.matrix()]
      const rowsOf = ({ images: ids, classes, states }: typeof labels) => {
        const rows = new Map(Array.from(ids, (image, row) => [image, row]))
        const own = known.map((image) => (rows.get(image.id) ?? 0) * classes.length)
        return own.flatMap((start) => [...states.subarray(start, start + classes.length)])
      }
      return {
        ...{ root, paths: known.map(({ path }) => path), classes: labels.classes.length },
        ...{ truth: Uint8Array.from(rowsOf(truth)), labels: Int8Array.from(rowsOf(labels)) },
      }
    })
  } finally {
    await scratch.remove()
  }
}
