import type { ClassId } from '@contract/ids'
import type { Action } from '@/actions/action'
import { useActions } from '@/actions/use-actions'
import { moveIndex } from '@/components/grid/grid-geometry'
import { range } from '@/components/grid/selection'
import { useProjectStore } from '@/stores/project-store'
import { answerAs, cellsOf, flip, markUndecided } from './sweep-sheet'
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
  /** Shows near-duplicates one by one, or behind one tile again. */
  readonly toggleGroup: (position: number) => void
  readonly audit: () => void
  /** To the next page, and back, without storing anything. */
  readonly pass: () => Promise<void>
  readonly comeBack: () => Promise<void>
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
    const cells = cellsOf(sheet)
    const images = positions.flatMap((at) => cells[at]?.images ?? [])
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

function tileActions(commands: SweepCommands): Action[] {
  const { sweep, columns, open, toggleEvidence, toggleGroup } = commands
  const store = useSweepStore()
  const mark = useMarks(sweep)
  const count = () => (sweep.sheet.value === null ? 0 : cellsOf(sweep.sheet.value).length)
  const some = () => count() > 0
  const someOrComing = () => some() || sweep.sheet.value === null
  const go = (event?: KeyboardEvent): void => {
    const total = count()
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
      mark(flip, range(0, count() - 1))
    }),
    byKey('sweep-accept', 'sweep.acceptTile', ['a'], some, () => {
      mark(answerAs('present'), [store.active])
    }),
    byKey('sweep-undecided', 'work.undecided', ['Space'], some, () => {
      mark(markUndecided, [store.active])
    }),
    // Pressed before the page has come, it opens the first tile when it does.
    byKey('sweep-open', 'work.open', ['Enter'], someOrComing, () => {
      open(store.active)
    }),
    byKey('sweep-group', 'sweep.toggleGroup', ['d'], some, () => {
      toggleGroup(store.active)
    }),
    { id: 'sweep-evidence', titleKey: 'work.evidence', keys: ['e'], run: toggleEvidence },
  ]
}

function pageActions(commands: SweepCommands): Action[] {
  const { sweep, neighbour, go, commit, pass, comeBack, audit } = commands
  const store = useSweepStore()
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
      keys: ['$mod+ArrowDown'],
      enabled: () => neighbour(1) !== null,
      run: step(1),
    },
    {
      id: 'previous-class',
      titleKey: 'work.previousClass',
      keys: ['$mod+ArrowUp'],
      enabled: () => neighbour(-1) !== null,
      run: step(-1),
    },
    {
      id: 'pass-page',
      titleKey: 'sweep.pass',
      keys: ['PageDown'],
      enabled: () => (sweep.sheet.value?.page.remaining ?? 0) > 0,
      run: pass,
    },
    {
      id: 'page-before',
      titleKey: 'sweep.comeBack',
      keys: ['PageUp'],
      enabled: () => store.passed.length > 0,
      run: comeBack,
    },
    { id: 'audit-class', titleKey: 'sweep.audit', run: audit },
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
