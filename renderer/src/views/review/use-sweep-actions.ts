import type { ClassId } from '@contract/ids'
import type { Action } from '@/actions/action'
import { useActions } from '@/actions/use-actions'
import { moveIndex } from '@/components/grid/grid-geometry'
import { range } from '@/components/grid/selection'
import { useProjectStore } from '@/stores/project-store'
import { flip, markUndecided } from './sweep-sheet'
import type { SweepSheet } from './sweep-sheet'
import { useSweepStore } from './sweep-store'
import type { useSweep } from './use-sweep'

export interface SweepCommands {
  readonly sweep: ReturnType<typeof useSweep>
  readonly columns: () => number
  /** Class before or after the current one in the rail. */
  readonly neighbour: (step: 1 | -1) => ClassId | null
  readonly go: (label: ClassId) => void
  readonly open: (position: number) => void
  readonly toggleEvidence: () => void
  readonly commit: () => Promise<void>
  readonly undo: () => Promise<void>
}

/** Marks tiles of the page in work by their positions. */
export function useMarks(sweep: ReturnType<typeof useSweep>) {
  const store = useSweepStore()
  return (
    how: (sheet: SweepSheet, images: SweepImages) => SweepSheet,
    positions: readonly number[],
  ): void => {
    const sheet = sweep.sheet.value
    if (sheet === null || sweep.committing.value) return
    const images = positions.flatMap((at) => sheet.page.tiles[at]?.image ?? [])
    store.sheet = how(sheet, images)
  }
}
type SweepImages = Parameters<typeof flip>[1]

/** Everything that the sweep does by a key. */
export function useSweepActions(commands: SweepCommands): void {
  useActions('sweep', [
    ...tileActions(commands),
    ...pageActions(commands),
    ...historyActions(commands),
  ])
}

function tileActions({ sweep, columns, open, toggleEvidence }: SweepCommands): Action[] {
  const store = useSweepStore()
  const mark = useMarks(sweep)
  const some = () => (sweep.sheet.value?.page.tiles.length ?? 0) > 0
  const go = (event?: KeyboardEvent): void => {
    const total = sweep.sheet.value?.page.tiles.length ?? 0
    if (event === undefined) return
    const from = store.active
    store.active = moveIndex(event.key, from, total, columns(), Math.ceil(total / columns()))
    // Shift draws the mark along: every tile passed over becomes an exception.
    if (event.shiftKey) mark(flip, range(from, store.active).slice(1))
  }
  const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
  const shifted = [...arrows, 'Home', 'End'].map((key) => `Shift+${key}`)
  const moving = { titleKey: 'work.move', repeats: true, onlyByKey: true, enabled: some } as const
  return [
    { ...moving, id: 'sweep-move', keys: arrows, run: go },
    { ...moving, id: 'sweep-far', keys: ['Home', 'End', ...shifted], unlisted: true, run: go },
    byKey('sweep-flip', 'work.flip', ['x'], some, () => {
      mark(flip, [store.active])
    }),
    byKey('sweep-flip-all', 'work.flipAll', ['$mod+a'], some, () => {
      mark(flip, range(0, (sweep.sheet.value?.page.tiles.length ?? 1) - 1))
    }),
    byKey('sweep-undecided', 'work.undecided', ['Space'], some, () => {
      mark(markUndecided, [store.active])
    }),
    byKey('sweep-open', 'work.open', ['Enter'], some, () => {
      open(store.active)
    }),
    { id: 'sweep-evidence', titleKey: 'work.evidence', keys: ['e'], run: toggleEvidence },
  ]
}

function pageActions({ sweep, neighbour, go, commit }: SweepCommands): Action[] {
  const step = (by: 1 | -1) => () => {
    const label = neighbour(by)
    if (label !== null) go(label)
  }
  return [
    {
      id: 'commit-page',
      titleKey: 'work.commit',
      keys: ['$mod+Enter'],
      enabled: () => (sweep.sheet.value?.page.tiles.length ?? 0) > 0 && sweep.waiting.value === 0,
      run: commit,
    },
    {
      id: 'next-class',
      titleKey: 'work.nextClass',
      keys: ['$mod+ArrowDown', 'PageDown'],
      enabled: () => neighbour(1) !== null,
      run: step(1),
    },
    {
      id: 'previous-class',
      titleKey: 'work.previousClass',
      keys: ['$mod+ArrowUp', 'PageUp'],
      enabled: () => neighbour(-1) !== null,
      run: step(-1),
    },
  ]
}

function historyActions({ sweep, undo }: SweepCommands): Action[] {
  const project = useProjectStore()
  const canUndo = () => (sweep.sheet.value?.trail.length ?? 0) > 0 || project.summary?.undo != null
  return [
    byKey('sweep-undo', 'action.undo', ['Backspace', '$mod+z'], canUndo, undo),
    byKey(
      'sweep-redo',
      'action.redo',
      ['$mod+Shift+z', '$mod+y'],
      () => project.summary?.redo != null,
      async () => {
        await sweep.redo()
      },
    ),
  ]
}

function byKey(
  id: string,
  titleKey: Action['titleKey'],
  keys: readonly string[],
  enabled: () => boolean,
  run: Action['run'],
): Action {
  return { id, titleKey, keys, enabled, run, onlyByKey: true }
}
