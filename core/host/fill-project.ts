import type { ClassId, ImageId } from '../contract/ids'
import type { ImageProblem } from '../contract/images'
import type { DecisionInput } from '../contract/labels'
import { matchFiles } from '../dataset/import/match-files'
import { type ScannedImage, scanFolder } from '../dataset/scan'
import type { SimulatedDataset, SimulatedImage } from '../dataset/simulate'
import type { ProjectStore } from '../store/project-store'

export interface Filled {
  readonly images: number
  readonly seeds: number
  readonly skipped: ImageProblem[]
}

/**
 * Fills a new project with a dataset whose truth is known: pictures with their part, the truth kept
 * aside, and the seeds, unless the person is to give them. Pictures of the folder that the dataset
 * does not name are kept apart; ones that it names but that cannot be read are skipped with their
 * reason.
 */
export async function fillWithTruth(
  store: ProjectStore,
  dataset: SimulatedDataset,
  options: { withSeeds: boolean },
  signal: AbortSignal,
): Promise<Filled> {
  const found = new Map<string, ScannedImage>()
  const skipped: ImageProblem[] = []
  for await (const batch of scanFolder(dataset.root, signal)) {
    for (const image of batch.images) found.set(image.path, image)
    skipped.push(...batch.problems)
  }
  const known = matchKnown(dataset, found, skipped)
  await store.images.addProblems(skipped)
  await store.images.addMany(
    known.map(({ scanned, labelled }) => ({ ...scanned, split: labelled.split })),
    signal,
  )
  // Otherwise the next scan would take them for new pictures to train on.
  for (const { scanned } of known) found.delete(scanned.path)
  await store.images.addMany(
    Array.from(found.values(), (scanned) => ({ ...scanned, split: 'apart' as const })),
    signal,
  )
  const classes = (await store.classes.list()).map(({ id }) => id)
  const ids = new Map((await store.images.all()).map(({ id, path }) => [path, id]))
  const rows = known.flatMap(({ scanned, labelled }) => {
    const image = ids.get(scanned.path)
    return image === undefined ? [] : [{ image, labelled }]
  })
  await store.truth.set(
    rows.flatMap(({ image, labelled }) => pairsOf(image, labelled.truth, classes)),
  )
  const seeds = options.withSeeds ? rows.flatMap((row) => decisionsOf(row, classes)) : []
  if (seeds.length > 0) await store.decisions.importMany(seeds, { signal })
  return { images: known.length, seeds: seeds.length, skipped }
}

interface KnownImage {
  scanned: ScannedImage
  labelled: SimulatedImage
}

function matchKnown(
  { images }: SimulatedDataset,
  found: ReadonlyMap<string, ScannedImage>,
  skipped: ImageProblem[],
): KnownImage[] {
  const paths = matchFiles(
    images.map(({ file }) => file),
    [...found.keys()],
  )
  const listed = new Set(skipped.map(({ path }) => path))
  return images.flatMap((labelled, i) => {
    const scanned = found.get(paths[i] ?? '')
    if (scanned) return [{ scanned, labelled }]
    if (!listed.has(labelled.file)) {
      skipped.push({ path: labelled.file, reason: 'There is no such picture in the folder.' })
    }
    return []
  })
}

function pairsOf(image: ImageId, truth: readonly number[], classes: readonly ClassId[]) {
  return truth.flatMap((index) => {
    const id = classes[index]
    return id === undefined ? [] : [{ image, class: id }]
  })
}

/** The seed, and whatever else the dataset says that its annotator said. */
function decisionsOf(
  { image, labelled }: { image: ImageId; labelled: SimulatedImage },
  classes: readonly ClassId[],
): DecisionInput[] {
  const { seed, further = [] } = labelled
  const seedClass = seed === null ? undefined : classes[seed]
  return [
    ...(seedClass === undefined
      ? []
      : [{ image, class: seedClass, kind: 'seed' as const, state: 'present' as const }]),
    ...further.flatMap(({ class: index, state }) => {
      const id = classes[index]
      return id === undefined ? [] : [{ image, class: id, kind: 'import' as const, state }]
    }),
  ]
}
