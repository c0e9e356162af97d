import { Failure } from '../contract/failures'
import type { ClassId } from '../contract/ids'
import type { Database } from './sqlite'

/** Long enough for a sentence; what is longer was pasted by mistake. */
const LONGEST = 300

/** A name as it is kept. NFC, because file names and keyboards spell the same letter in two ways. */
export function tidy(name: string): string {
  const tidied = name
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  if (tidied.replaceAll(/\p{Cf}/gu, '') === '') {
    throw new Failure('CLASS_NAME_EMPTY', 'A class needs a name.', {
      advice: 'Type at least one letter.',
    })
  }
  if (tidied.length <= LONGEST) return tidied
  throw new Failure('BAD_REQUEST', `A class name has ${tidied.length} characters.`, {
    advice: `Shorten it to ${LONGEST} at most; nothing was changed. It begins with “${short(tidied)}”.`,
  })
}

/** A name as it is compared. */
export function fold(name: string): string {
  return name.toLowerCase()
}

/** A name in a sentence. */
export function short(name: string): string {
  if (name.length <= 40) return name
  // Whole letters: one that people see as one may be several characters.
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment)
  return letters.length <= 40 ? name : `${letters.slice(0, 39).join('')}…`
}

/** Who has which name among the classes that are not hidden. */
export type Names = Map<string, { readonly id: ClassId | null; readonly name: string }>

export async function liveNames(db: Database): Promise<Names> {
  const rows = await db
    .selectFrom('class')
    .select(['id', 'name', 'folded'])
    .where('retired', '=', 0)
    .execute()
  return new Map(rows.map(({ id, name, folded }) => [folded, { id, name }]))
}

/** Takes a name for a class; null for one that is not there yet. Throws CLASS_NAME_TAKEN. */
export function claim(names: Names, name: string, id: ClassId | null): void {
  const owner = names.get(fold(name))
  if (owner !== undefined && (owner.id === null || owner.id !== id)) throw taken(owner)
  names.set(fold(name), { id, name })
}

function taken({ id, name }: { id: ClassId | null; name: string }): Failure {
  if (id === null) {
    return new Failure('CLASS_NAME_TAKEN', `“${short(name)}” is there twice.`, {
      advice: 'Leave one out; capital letters make no difference. Nothing was changed.',
    })
  }
  return new Failure('CLASS_NAME_TAKEN', `There is already a class “${short(name)}”.`, {
    advice: 'Choose another name; capital letters make no difference. Nothing was changed.',
  })
}
