import { Failure } from '../contract/failures'
import type { ImageId } from '../contract/ids'
import {
  type Mask,
  type NewSegment,
  segmentId,
  type SegmentEdit,
  type SegmentId,
} from '../contract/segments'
import type { Carrying } from './class-merge'
import { checkedMask, partsOfMask, unionOf } from './segment-mask'
import { lastNumber, type SegmentRow, writeSegments } from './segment-versions'
import { standingRows } from './segments'
import { numbers, type Database } from './sqlite'

type Edit<Kind extends SegmentEdit['kind']> = Extract<SegmentEdit, { kind: Kind }>
type Size = { readonly width: number; readonly height: number }
type Draft = SegmentRow & { readonly counts: Mask }

/** What no segmenter has scored. */
const unscored = { quality: null, stability: null, reliability: null }

/**
 * Stores edits in their order as part of a batch; returns the images they are about. Throws NOT_FOUND
 * for unknown segments and images, MASK_INVALID, BAD_REQUEST; then the caller takes all of it back.
 */
export async function writeEdits(
  db: Database,
  carrying: Carrying,
  edits: readonly SegmentEdit[],
): Promise<ImageId[]> {
  if (edits.length === 0) return []
  const desk = await Desk.open(db, edits)
  for (const edit of edits) desk.apply(edit)
  const rows = desk.changed()
  await writeSegments(db, carrying, rows)
  return [...new Set(rows.map(({ image }) => image))]
}

/** The segments that edits speak of, and what has become of them so far. */
class Desk {
  readonly #rows: Map<SegmentId, Draft>
  readonly #sizes: ReadonlyMap<ImageId, Size>
  readonly #changed = new Set<SegmentId>()
  #last: number

  private constructor(rows: readonly Draft[], sizes: ReadonlyMap<ImageId, Size>, last: number) {
    this.#rows = new Map(rows.map((row) => [row.id, row]))
    this.#sizes = sizes
    this.#last = last
  }

  static async open(db: Database, edits: readonly SegmentEdit[]): Promise<Desk> {
    const rows = await standingRows(db, [...new Set(edits.flatMap(namedBy))])
    const images = new Set(rows.map(({ image }) => image))
    for (const edit of edits) {
      if (edit.kind === 'add') for (const { image } of edit.segments) images.add(image)
    }
    return new Desk(rows, await sizesOf(db, [...images]), await lastNumber(db, 'segment'))
  }

  changed(): SegmentRow[] {
    return [...this.#changed].flatMap((id) => this.#rows.get(id) ?? [])
  }

  apply(edit: SegmentEdit): void {
    switch (edit.kind) {
      case 'add':
        for (const segment of edit.segments) this.#add(segment)
        break
      case 'draw':
        this.#draw(edit)
        break
      case 'relabel':
        for (const id of edit.segments) this.#put({ ...this.#get(id), class: edit.class })
        break
      case 'judge':
        for (const id of edit.segments) this.#put({ ...this.#get(id), state: edit.state })
        break
      case 'merge':
        this.#merge(edit)
        break
      case 'split':
        this.#split(edit)
        break
      case 'delete':
        for (const id of edit.segments) this.#put({ ...this.#get(id), gone: 1 })
    }
  }

  #add({ model = null, run = null, ...segment }: NewSegment): void {
    const { quality = null, stability = null, reliability = null } = segment
    this.#create({ ...segment, model, run, quality, stability, reliability })
  }

  /** A person's hand: what a segmenter thought of its own mask says nothing of this one. */
  #draw({ segment, mask }: Edit<'draw'>): void {
    const row = this.#get(segment)
    const checked = checkedMask(mask, this.#sizeOf(row.image))
    const drawn = { source: 'drawn', state: 'kept', ...unscored } as const
    this.#put({ ...row, ...drawn, mask: checked, counts: checked })
  }

  #merge({ segments, class: given }: Edit<'merge'>): void {
    const rows = [...new Set(segments)].map((id) => this.#get(id))
    const [first, second] = rows
    if (first === undefined || second === undefined) {
      throw bad('A merge needs two segments.')
    }
    if (rows.some(({ image }) => image !== first.image)) {
      throw bad('Segments of different pictures cannot be merged.')
    }
    for (const row of rows) this.#put({ ...row, gone: 1 })
    const model = rows.every((row) => row.model === first.model) ? first.model : null
    this.#create({
      ...{ image: first.image, model, run: null, source: 'merged', state: 'kept' },
      ...{ class: given === undefined ? first.class : given, ...unscored },
      mask: unionOf(rows.map(({ counts }) => counts)),
    })
  }

  #split({ segment, masks }: Edit<'split'>): void {
    const row = this.#get(segment)
    const parts = masks ?? partsOfMask(row.counts)
    if (parts.length < 2) {
      throw bad('This segment is in one piece already.', 'Cut it with the eraser first.')
    }
    this.#put({ ...row, gone: 1 })
    for (const mask of parts) {
      this.#create({
        ...{ image: row.image, class: row.class, model: row.model, run: row.run },
        ...{ source: 'split', state: 'kept', ...unscored, mask },
      })
    }
  }

  #create({ mask, ...row }: Omit<SegmentRow, 'id' | 'gone' | 'mask'> & { mask: Mask }): void {
    const checked = checkedMask(mask, this.#sizeOf(row.image))
    const id = segmentId.parse(++this.#last)
    this.#put({ ...row, id, mask: checked, counts: checked, gone: 0 })
  }

  #put(row: Draft): void {
    this.#rows.set(row.id, row)
    this.#changed.add(row.id)
  }

  #get(id: SegmentId): Draft {
    const row = this.#rows.get(id)
    if (row?.gone === 0) return row
    throw new Failure('NOT_FOUND', 'This segment is not there any more.', {
      advice: 'It was deleted, merged or split, maybe in another window. Nothing was stored.',
    })
  }

  #sizeOf(image: ImageId): Size {
    const size = this.#sizes.get(image)
    if (size) return size
    throw new Failure('NOT_FOUND', 'A segment names an image that is not in the project.', {
      advice: 'Nothing was stored; reload and try again.',
    })
  }
}

/** Segments that an edit needs to know. */
function namedBy(edit: SegmentEdit): readonly SegmentId[] {
  if (edit.kind === 'add') return []
  return 'segment' in edit ? [edit.segment] : edit.segments
}

async function sizesOf(db: Database, images: readonly ImageId[]): Promise<Map<ImageId, Size>> {
  const rows = await db
    .selectFrom('image')
    .select(['id', 'width', 'height'])
    .where('id', 'in', numbers(images))
    .execute()
  return new Map(rows.map(({ id, ...size }) => [id, size]))
}

function bad(message: string, advice = ''): Failure {
  return new Failure('BAD_REQUEST', message, { advice: `${advice} Nothing was stored.`.trim() })
}
