import { sql } from 'kysely'
import type { ClassId, ImageId } from '../contract/ids'
import { markTruthKnown } from './info'
import { truthMatrix, type LabelMatrix } from './matrix'
import { cell, jsonRows, type Database } from './sqlite'

/** The complete labels of a simulated project: never shown, only measured against. */
export interface TruthStore {
  /** Replaces the truth: every present pair; all others are absent. */
  set(present: readonly { image: ImageId; class: ClassId }[]): Promise<void>
  /** 1 present, 0 absent. */
  matrix(): Promise<LabelMatrix>
}

const chunkSize = 20_000

export function truthStore(db: Database): TruthStore {
  return {
    set: (present) => setTruth(db, present),
    matrix: () => truthMatrix(db),
  }
}

async function setTruth(
  db: Database,
  present: readonly { image: ImageId; class: ClassId }[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('truth').execute()
    for (let start = 0; start < present.length; start += chunkSize) {
      const rows = present.slice(start, start + chunkSize).map((pair) => [pair.image, pair.class])
      await sql`insert into truth (image, class) select ${cell(0)}, ${cell(1)}
        from ${jsonRows(rows)} as j where true on conflict do nothing`.execute(tx)
    }
    await markTruthKnown(tx)
  })
}
