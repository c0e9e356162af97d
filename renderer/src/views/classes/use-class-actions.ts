import type { Action } from '@/actions/action'
import { useActions } from '@/actions/use-actions'
import type { Modifiers } from '@/components/grid/selection'

/** What may be open beside the list. */
export const panels = ['add', 'merge', 'split', 'retire', 'group'] as const
export type Panel = (typeof panels)[number]

export interface ClassCommands {
  readonly move: (step: number, keys: Modifiers) => void
  readonly shift: (step: 1 | -1) => void
  readonly toggle: () => void
  readonly all: () => void
  readonly leave: () => void
  readonly open: () => void
  readonly rename: () => void
  readonly find: () => void
  readonly show: (panel: Panel) => void
  readonly can: (panel: Panel) => boolean
  readonly isOnOne: () => boolean
}

/** Everything that the list of classes does by a key. */
export function useClassActions(commands: ClassCommands): void {
  useActions('classes', [...moving(commands), ...choosing(commands), ...changing(commands)])
}

function moving({ move, shift, isOnOne }: ClassCommands): Action[] {
  const plain = { shift: false, ctrl: false }
  const step = (by: 1 | -1) => (event?: KeyboardEvent) => {
    move(by, event?.shiftKey === true ? { shift: true, ctrl: false } : plain)
  }
  const byKey = { onlyByKey: true, repeats: true } as const
  return [
    {
      id: 'class-next',
      titleKey: 'classWork.next',
      keys: ['[Shift]+ArrowDown'],
      ...byKey,
      run: step(1),
    },
    {
      id: 'class-before',
      titleKey: 'classWork.previous',
      keys: ['[Shift]+ArrowUp'],
      ...byKey,
      run: step(-1),
    },
    {
      ...{ id: 'class-down', titleKey: 'taxonomy.moveDown', keys: ['Alt+ArrowDown'] },
      ...{ repeats: true, enabled: isOnOne },
      run: () => {
        shift(1)
      },
    },
    {
      ...{ id: 'class-up', titleKey: 'taxonomy.moveUp', keys: ['Alt+ArrowUp'] },
      ...{ repeats: true, enabled: isOnOne },
      run: () => {
        shift(-1)
      },
    },
  ]
}

function choosing({ toggle, all, leave, open, find, isOnOne }: ClassCommands): Action[] {
  const onlyByKey = true
  return [
    {
      id: 'class-toggle',
      titleKey: 'classWork.toggle',
      keys: ['Space'],
      onlyByKey,
      enabled: isOnOne,
      run: toggle,
    },
    { id: 'class-all', titleKey: 'classWork.all', keys: ['$mod+a'], run: all },
    {
      id: 'class-open',
      titleKey: 'taxonomy.openPictures',
      keys: ['Enter'],
      enabled: isOnOne,
      run: open,
    },
    { id: 'class-find', titleKey: 'classWork.find', keys: ['[Shift]+/'], run: find },
    { id: 'class-leave', titleKey: 'classWork.leave', keys: ['Escape'], onlyByKey, run: leave },
  ]
}

function changing({ rename, show, can, isOnOne }: ClassCommands): Action[] {
  const opens = (panel: Panel) => ({
    enabled: () => can(panel),
    run: () => {
      show(panel)
    },
  })
  return [
    {
      id: 'class-rename',
      titleKey: 'classWork.rename',
      keys: ['F2'],
      enabled: isOnOne,
      run: rename,
    },
    { id: 'class-add', titleKey: 'classWork.add', keys: ['n'], ...opens('add') },
    { id: 'class-merge', titleKey: 'classWork.merge', keys: ['m'], ...opens('merge') },
    { id: 'class-split', titleKey: 'classWork.split', keys: ['s'], ...opens('split') },
    { id: 'class-group', titleKey: 'classWork.group', keys: ['g'], ...opens('group') },
    { id: 'class-retire', titleKey: 'classWork.retire', keys: ['Delete'], ...opens('retire') },
  ]
}
