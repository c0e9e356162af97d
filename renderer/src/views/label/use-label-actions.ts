import type { ClassInfo } from '@contract/classes'
import type { ClassId } from '@contract/ids'
import type { Action } from '@/actions/action'
import { useActions } from '@/actions/use-actions'
import type { CanvasHandle } from '@/canvas/canvas-handle'
import { classKeys } from '@/components/classes/class-keys'
import { canvasActions } from '@/composables/canvas-actions'
import { useProjectStore } from '@/stores/project-store'
import type { useLabelSession } from './use-label-session'

export interface LabelCommands {
  readonly session: ReturnType<typeof useLabelSession>
  readonly classes: () => readonly ClassInfo[]
  readonly isGrid: () => boolean
  /** Only some pictures are shown. */
  readonly isPart: () => boolean
  readonly give: (label: ClassId) => Promise<void>
  readonly find: () => void
  readonly toggleGrid: () => void
  readonly canvas: () => CanvasHandle | null
}

/** Everything that Label does by a key. */
export function useLabelActions(commands: LabelCommands): void {
  useActions('label', () => [
    ...classActions(commands),
    ...commonActions(commands),
    ...(commands.isGrid() ? [] : [...oneAtATime(commands), ...canvasActions(commands.canvas)]),
  ])
}

function classActions({ classes, give }: LabelCommands): Action[] {
  return classKeys(classes()).map(({ class: one, keys }) => ({
    id: `label-as-${one.id}`,
    titleKey: 'work.classKey',
    titleParams: () => ({ name: one.name }),
    keys,
    unlisted: true,
    run: () => give(one.id),
  }))
}

function commonActions({ session, find, toggleGrid, isGrid }: LabelCommands): Action[] {
  const project = useProjectStore()
  const busy = () => session.decisions.waiting.value > 0
  return [
    { id: 'find-class', titleKey: 'work.findClass', keys: ['[Shift]+/'], run: find },
    {
      id: 'toggle-grid',
      titleKey: isGrid() ? 'label.showCanvas' : 'label.showGrid',
      keys: ['g'],
      run: toggleGrid,
    },
    {
      id: 'label-undo',
      titleKey: 'action.undo',
      keys: ['Backspace', '$mod+z'],
      onlyByKey: true,
      enabled: () => busy() || project.summary?.undo != null,
      run: async () => {
        await session.undo()
      },
    },
    {
      id: 'label-redo',
      titleKey: 'action.redo',
      keys: ['$mod+Shift+z', '$mod+y'],
      onlyByKey: true,
      enabled: () => busy() || project.summary?.redo != null,
      run: async () => {
        await session.redo()
      },
    },
  ]
}

function oneAtATime({ session, classes, isPart, toggleGrid }: LabelCommands): Action[] {
  const { list } = session
  const some = () => list.current.value !== null && !session.finished.value
  const step = (by: number) => () => {
    session.finished.value = false
    void list.go(list.index.value + by)
  }
  return [
    moving('next-image', 'work.next', ['ArrowRight'], step(1)),
    moving('previous-image', 'work.previous', ['ArrowLeft'], step(-1)),
    {
      id: 'next-todo',
      titleKey: 'work.nextTodo',
      keys: ['$mod+ArrowRight'],
      run: () => session.advance(),
    },
    {
      id: 'confirm-offer',
      titleKey: 'work.confirmOffer',
      keys: ['Enter'],
      enabled: () => some() && session.offer.value !== null,
      run: async () => {
        if (session.offer.value !== null) await session.give(session.offer.value.class)
      },
    },
    { id: 'skip-image', titleKey: 'label.skip', keys: ['s'], enabled: some, run: session.skip },
    {
      id: 'none-of-these',
      titleKey: 'label.none',
      keys: ['n'],
      enabled: () => some() && classes().length > 0,
      run: () => session.none(classes().map((one) => one.id)),
    },
    {
      id: 'stay',
      titleKey: 'label.stay',
      keys: ['m'],
      run: () => {
        session.stay.value = !session.stay.value
      },
    },
    {
      id: 'label-masks',
      titleKey: 'label.masks',
      keys: ['w'],
      run: () => {
        session.masked.value = !session.masked.value
      },
    },
    {
      id: 'back-to-pictures',
      titleKey: 'label.showGrid',
      keys: ['Escape'],
      unlisted: true,
      enabled: () => isPart() && session.point.value === null,
      run: toggleGrid,
    },
    {
      id: 'clear-point',
      titleKey: 'work.clearPoint',
      keys: ['Escape'],
      enabled: () => session.point.value !== null,
      run: () => {
        session.point.value = null
      },
    },
  ]
}

function moving(
  id: string,
  titleKey: Action['titleKey'],
  keys: readonly string[],
  run: () => void,
): Action {
  return { id, titleKey, keys, run, repeats: true, onlyByKey: true }
}
