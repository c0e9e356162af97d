import { sql, type RawBuilder } from 'kysely'
import type { ClassId, ImageId } from '../contract/ids'
import type { Database } from './sqlite'

/** States of every image and class: `states[row * classes.length + column]`. */
export interface LabelMatrix {
  /** [N] image ids in folder order. */
  readonly images: Int32Array
  /** [C] class ids in the order of the class list. */
  readonly classes: ClassId[]
  /** [N, C] 1 present, -1 absent, 0 unknown, 2 undecided. */
  readonly states: Int8Array
}

/** What is known of every pair, 0 elsewhere. */
export function labelMatrix(db: Database): Promise<LabelMatrix> {
  return fill(db, packed(sql`select image, class * 4 + state + 1 as code from label`))
}

/** The hidden truth of a simulated project: 1 present, 0 not. */
export function truthMatrix(db: Database): Promise<LabelMatrix> {
  // A merged class is true where one of its parts is.
  const successors = sql`with recursive chain (class, heir) as (
      select id, id from class union
      select chain.class, class.successor from chain join class on class.id = chain.heir
        where class.successor is not null)
    select truth.image, chain.heir * 4 + 2 as code from truth join chain on chain.class = truth.class
    group by truth.image, chain.heir`
  return fill(db, packed(successors))
}

// One row an image, its pairs as one text: a million small rows would cost three times as much.
function packed(pairs: RawBuilder<unknown>): RawBuilder<{ image: ImageId; codes: string }> {
  return sql`select image, string_agg(code, ',') as codes from (${pairs}) as pair group by image`
}

async function fill(
  db: Database,
  query: RawBuilder<{ image: ImageId; codes: string }>,
): Promise<LabelMatrix> {
  return db.transaction().execute(async (tx) => {
    const images = await imageIds(tx)
    const classes = await classIds(tx)
    const rowOf = new Map(Array.from(images, (id, row) => [id, row]))
    const columnOf = new Map<number, number>(classes.map((id, column) => [id, column]))
    const states = new Int8Array(images.length * classes.length)
    for (const { image, codes } of (await query.execute(tx)).rows) {
      const row = rowOf.get(image)
      if (row !== undefined) unpack(codes, columnOf, states, row * classes.length)
    }
    return { images, classes, states }
  })
}

function unpack(
  codes: string,
  columnOf: ReadonlyMap<number, number>,
  states: Int8Array,
  start: number,
): void {
  for (const text of codes.split(',')) {
    const code = Number(text)
    const column = columnOf.get(code >> 2)
    if (column !== undefined) states[start + column] = (code & 3) - 1
  }
}

async function imageIds(db: Database): Promise<Int32Array> {
  const rows = await db
    .selectFrom('image')
    .select('id')
    .where('missing', '=', 0)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return Int32Array.from(rows, (row) => row.id)
}

async function classIds(db: Database): Promise<ClassId[]> {
  const rows = await db
    .selectFrom('class')
    .select('id')
    .where('retired', '=', 0)
    .orderBy('position')
    .execute()
  return rows.map((row) => row.id)
}
