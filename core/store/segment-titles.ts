import type { ClassId } from '../contract/ids'
import type { SegmentEdit } from '../contract/segments'

/** Classes that edits give to segments. */
export function classesNamed(edits: readonly SegmentEdit[]): (ClassId | null)[] {
  return edits.flatMap((edit) => {
    if (edit.kind === 'add') return edit.segments.map((segment) => segment.class)
    return 'class' in edit && edit.class !== undefined ? [edit.class] : []
  })
}

/** What was done to segments, as the undo of it is told; undefined where nothing was. */
export function segmentsTitle(
  edits: readonly SegmentEdit[],
  decisions: number,
): string | undefined {
  if (edits.length === 0) return undefined
  const verbs = new Set(edits.map(verbOf))
  const [verb = 'changed'] = verbs
  const count = edits.reduce((sum, edit) => sum + countOf(edit), 0)
  const done = `${several(count, 'segment')} ${verbs.size === 1 ? verb : 'changed'}`
  return decisions === 0 ? done : `${several(decisions, 'decision')} and ${done}`
}

function verbOf(edit: SegmentEdit): string {
  switch (edit.kind) {
    case 'add':
      return 'added'
    case 'draw':
      return 'redrawn'
    case 'relabel':
      return 'relabelled'
    case 'judge':
      return edit.state
    case 'merge':
      return 'merged'
    case 'split':
      return 'split'
    case 'delete':
      return 'deleted'
  }
}

function countOf(edit: SegmentEdit): number {
  return 'segments' in edit ? edit.segments.length : 1
}

function several(n: number, word: string): string {
  return `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`
}
