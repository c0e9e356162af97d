import { z } from 'zod'
import { writeBackup } from './backups'
import { revision } from './batches'
import type { DecisionStore } from './decisions'
import { keyValue } from './key-value'
import type { AccessMode, Connection } from './sqlite'

/** Sees to it that at most so many decisions are newer than the newest backup. */
const decisionsBetween = 2000

/** Makes backups by itself: after many decisions in the background, and on closing. */
export interface BackupKeeper {
  /** The same store, counted. */
  watching(decisions: DecisionStore): DecisionStore
  /** Waits for a backup under way and makes a last one if anything is newer than it. */
  finish(): Promise<void>
}

/** A reader makes none. */
export async function backupKeeper(
  connection: Connection,
  directory: string,
  { mode, now }: { mode: AccessMode; now: () => number },
): Promise<BackupKeeper> {
  const { db } = connection
  const meta = keyValue(db, 'meta')
  let covered = (await meta.get('backedUpRevision', z.number())) ?? 0
  let waiting = 0
  let running: Promise<void> | null = null

  const make = async (): Promise<void> => {
    const until = await revision(db)
    if (until === covered) return
    await writeBackup(connection, directory, now())
    await meta.set('backedUpRevision', until)
    covered = until
  }
  const count = <T>(decisions: number, result: T): T => {
    waiting += decisions
    if (waiting >= decisionsBetween && running === null) {
      waiting = 0
      // A backup that fails here is tried again on closing, where its failure is told.
      running = make().then(forget, forget)
    }
    return result
  }
  const forget = () => {
    running = null
  }
  return {
    watching: (decisions) => ({
      ...decisions,
      decide: async (input, options) =>
        count(input.decisions.length, await decisions.decide(input, options)),
      importMany: async (rows, options) =>
        count(rows.length, await decisions.importMany(rows, options)),
    }),
    finish: async () => {
      await running
      if (mode === 'write') await make()
    },
  }
}
