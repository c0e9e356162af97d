/** One gesture stays one that is stored while a person waits: more are done in several. */
export const mostAtOnce = 5000

/** Chosen positions of a list, and the one from which a Shift range is measured. */
export interface Selection {
  readonly chosen: ReadonlySet<number>
  readonly anchor: number | null
}

export const nothingChosen: Selection = { chosen: new Set(), anchor: null }

export interface Modifiers {
  readonly shift: boolean
  /** Ctrl, or Command on a Mac. */
  readonly ctrl: boolean
}

/** What a click means: alone it chooses one, Ctrl adds or takes away, Shift draws a range. */
export function choose(before: Selection, index: number, keys: Modifiers): Selection {
  if (keys.shift && before.anchor !== null) {
    const kept = keys.ctrl ? before.chosen : []
    return { chosen: new Set([...kept, ...range(before.anchor, index)]), anchor: before.anchor }
  }
  if (!keys.ctrl) return { chosen: new Set([index]), anchor: index }
  const chosen = new Set(before.chosen)
  if (!chosen.delete(index)) chosen.add(index)
  return { chosen, anchor: index }
}

/** What a drawn rectangle means: it replaces the choice, or adds to it with Ctrl. */
export function chooseMany(
  before: Selection,
  indices: readonly number[],
  keep: boolean,
): Selection {
  return {
    chosen: new Set(keep ? [...before.chosen, ...indices] : indices),
    anchor: indices[0] ?? before.anchor,
  }
}

/** All positions from one to the other, whichever is first. */
export function range(a: number, b: number): number[] {
  const first = Math.min(a, b)
  return Array.from({ length: Math.abs(a - b) + 1 }, (_, step) => first + step)
}
