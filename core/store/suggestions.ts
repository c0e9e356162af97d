import { sql } from 'kysely'
import type { ClassId, ImageId, RunId } from '../contract/ids'
import { cell, jsonRows, type Database } from './sqlite'

/** A suggestion that a person saw. */
export interface ShownSuggestion {
  readonly image: ImageId
  readonly class: ClassId
  /** null: the instant model. */
  readonly run: RunId | null
  readonly score: number
  readonly probability: number | null
}

/** The record of what was suggested to people, for calibration and audits. */
export interface SuggestionStore {
  record(shown: readonly ShownSuggestion[]): Promise<void>
}

export function suggestionStore(db: Database, now: () => number): SuggestionStore {
  return {
    record: async (shown) => {
      const rows = shown.map((s) => [s.run, s.image, s.class, s.score, s.probability])
      await sql`insert into suggestion (at, run, image, class, score, probability)
        select ${now()}, ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}
        from ${jsonRows(rows)} as j`.execute(db)
    },
  }
}
