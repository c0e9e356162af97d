import { Failure } from '../contract/failures'
import type { ImageId } from '../contract/ids'
import type { ImageProblem } from '../contract/images'
import type { DecisionInput } from '../contract/labels'
import type { NewSegment } from '../contract/segments'
import type {
  ImportedDataset,
  ImportedImage,
  ImportedSegment,
} from '../dataset/import/imported-dataset'
import { matchFiles } from '../dataset/import/match-files'
import { drawRings } from '../dataset/masks/draw-rings'
import type { Rle } from '../kernel/mask/bitmap'
import type { ProjectStore } from '../store/project-store'
import { checkedMask } from '../store/segment-mask'

interface Imported {
  readonly segments: number
  readonly skipped: ImageProblem[]
}

interface Picture {
  readonly id: ImageId
  readonly path: string
  readonly width: number
  readonly height: number
}

/**
 * Brings the labels and segments of a dataset into a project, as one batch that can be undone. What
 * cannot be brought in, a picture that the project lacks or a mask that does not fit, is listed.
 */
export async function importLabels(
  store: ProjectStore,
  dataset: ImportedDataset,
  signal: AbortSignal,
): Promise<Imported> {
  const classes = await classesOf(store, dataset)
  const pictures = new Map((await store.images.all()).map((image) => [image.path, image]))
  const paths = matchFiles(
    dataset.images.map(({ file }) => file),
    [...pictures.keys()],
  )
  const decisions: DecisionInput[] = []
  const segments: NewSegment[] = []
  const skipped = problemsOf(dataset)
  dataset.images.forEach((image, i) => {
    signal.throwIfAborted()
    const picture = pictures.get(paths[i] ?? '')
    if (picture === undefined) {
      skipped.push({ path: image.file, reason: 'The project has no such picture.' })
      return
    }
    decisions.push(...decisionsOf(image, picture.id, classes))
    for (const one of image.segments ?? []) {
      const segment = segmentOf(one, picture, classes, skipped)
      if (segment !== null) segments.push(segment)
    }
  })
  if (decisions.length + segments.length > 0) {
    await store.decisions.importMany(decisions, { segments, signal })
  }
  return { segments: segments.length, skipped }
}

/** What an import left out, as problems of a project. */
export function problemsOf({ problems, root }: ImportedDataset): ImageProblem[] {
  return problems.map(({ line, reason }) => ({
    path: line === null ? root : `line ${line}`,
    reason,
  }))
}

type Classes = readonly (DecisionInput['class'] | undefined)[]

/** Ids in the order of the dataset's classes; new ones are added to the project. */
async function classesOf(store: ProjectStore, dataset: ImportedDataset): Promise<Classes> {
  const known = new Set((await store.classes.list()).map(({ name }) => key(name)))
  const fresh = dataset.classes.filter((name) => !known.has(key(name)))
  const classes = fresh.length > 0 ? await store.classes.add(fresh) : await store.classes.list()
  const ids = new Map(classes.map(({ id, name }) => [key(name), id]))
  return dataset.classes.map((name) => ids.get(key(name)))
}

function decisionsOf({ labels }: ImportedImage, image: ImageId, classes: Classes): DecisionInput[] {
  return labels.flatMap(({ class: index, state, point }): DecisionInput[] => {
    const id = classes[index]
    if (id === undefined) return []
    return [{ image, class: id, kind: 'import', state, ...(point && { point }) }]
  })
}

function segmentOf(
  { class: index, state, mask }: ImportedSegment,
  picture: Picture,
  classes: Classes,
  skipped: ImageProblem[],
): NewSegment | null {
  try {
    const { width, height, counts } = checkedMask(maskOf(mask, picture), picture)
    const of = index === null ? null : (classes[index] ?? null)
    const drawn = { width, height, counts }
    return { image: picture.id, class: of, state, source: 'import', mask: drawn }
  } catch (error) {
    if (!(error instanceof Failure || error instanceof RangeError)) throw error
    skipped.push({ path: picture.path, reason: error.message })
    return null
  }
}

function maskOf(mask: ImportedSegment['mask'], { width, height }: Picture): Rle {
  if ('counts' in mask) return mask
  const rings = mask.rings.map((ring) => ring.map(({ x, y }) => ({ x: x * width, y: y * height })))
  return drawRings(rings, width, height)
}

/** Class names are the same when they differ only in case or Unicode form. */
function key(name: string): string {
  return name.trim().normalize('NFC').toLocaleLowerCase('en')
}
