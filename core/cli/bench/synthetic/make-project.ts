import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClassId, ImageId } from '../../../contract/ids'
import type { DecisionInput } from '../../../contract/labels'
import type { CacheShape } from '../../../features/feature-cache'
import { RandomState } from '../../../kernel/rng'
import { projectPaths, writeFileAtomic } from '../../../store/files'
import { createProjectStore, type ProjectStore } from '../../../store/project-store'
import { makeFeatures } from './features'
import { labelsOfImage } from './labels'
import { makePictures } from './pictures'

export interface SyntheticOptions {
  readonly images: number
  readonly classes: number
  /** Labels of each image. */
  readonly labels: number
  /** Share of the images that have any. */
  readonly labelled: number
  readonly drawn: number
  readonly seed: number
  /** The backbone's shape when features are wanted. */
  readonly shape: CacheShape | null
}

/** Images whose labels are stored as one gesture: as many as a large import brings. */
const imagesAtOnce = 10_000

/** The same, unless an earlier one is in the folder already. */
export async function ensureSyntheticProject(
  directory: string,
  options: SyntheticOptions,
  onStep: (step: string) => void,
): Promise<void> {
  const made = await stat(join(directory, finished)).catch(() => null)
  if (made !== null) return
  await makeSyntheticProject(directory, options, onStep)
  await writeFileAtomic(join(directory, finished), JSON.stringify(options))
}

/** Written last: a folder without it was left half-way. */
const finished = 'made.json'

/** A project as large as asked for, in a few minutes: real picture files, labels and features by chance. */
async function makeSyntheticProject(
  directory: string,
  options: SyntheticOptions,
  onStep: (step: string) => void,
): Promise<void> {
  const pictures = join(directory, 'pictures')
  onStep('drawing pictures')
  const found = await makePictures(join(directory, 'drawn'), pictures, options)
  const project = join(directory, 'project')
  const store = await createProjectStore(project, {
    name: 'Synthetic',
    imageRoot: pictures,
    classes: Array.from({ length: options.classes }, (_, index) => `class ${index + 1}`),
    now: () => Date.now(),
  })
  try {
    onStep('listing pictures')
    await store.images.addMany(found)
    onStep('storing labels')
    await storeLabels(store, options)
    if (options.shape === null) return
    onStep('making up features')
    const images = (await store.images.all()).map(({ id }) => id)
    await makeFeatures(projectPaths(project).features, options.shape, images, options.seed)
  } finally {
    await store.close()
  }
}

async function storeLabels(store: ProjectStore, options: SyntheticOptions): Promise<void> {
  const all = (await store.images.all()).map(({ id }) => id)
  const images = all.slice(0, Math.round(options.labelled * all.length))
  const classes = (await store.classes.list()).map(({ id }) => id)
  const rng = new RandomState(options.seed)
  for (let start = 0; start < images.length; start += imagesAtOnce) {
    const rows = images.slice(start, start + imagesAtOnce)
    await store.decisions.importMany(rowsOf(rows, classes, options.labels, rng))
  }
}

function rowsOf(
  images: readonly ImageId[],
  classes: readonly ClassId[],
  count: number,
  rng: RandomState,
): DecisionInput[] {
  return images.flatMap((image) => labelsOfImage(image, classes, count, rng))
}
