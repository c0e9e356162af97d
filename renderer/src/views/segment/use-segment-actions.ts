import type { Action } from '@/actions/action'
import { useActions } from '@/actions/use-actions'
import type { CanvasHandle } from '@/canvas/canvas-handle'
import { classKeys } from '@/components/classes/class-keys'
import { canvasActions } from '@/composables/canvas-actions'
import { useProjectStore } from '@/stores/project-store'
import type { SegmentCommands } from './segment-commands'
import type { useSegmentSession } from './use-segment-session'

export interface SegmentKeys {
  readonly session: ReturnType<typeof useSegmentSession>
  readonly commands: SegmentCommands
  readonly find: () => void
  readonly canvas: () => CanvasHandle | null
  readonly toggleNames: () => void
}

type Keys = readonly string[]
type Title = Action['titleKey']
/** CSS pixels that an arrow moves the crosshair by; with Shift, for a last nudge. */
const STEP = 12
const NUDGE = 1

function byKey(
  id: string,
  titleKey: Title,
  keys: Keys,
  run: Action['run'],
  more: Partial<Action> = {},
): Action {
  return { id, titleKey, keys, run, ...more }
}

const moving = { repeats: true, onlyByKey: true } as const

/** Everything that Segment does by a key; Space comes from the canvas. */
export function useSegmentActions(keys: SegmentKeys): void {
  useActions('segment', () => [
    ...classActions(keys),
    ...toolActions(keys),
    ...draftActions(keys),
    ...crosshairActions(keys),
    ...listActions(keys),
    ...moveActions(keys),
    ...lookActions(keys),
    ...canvasActions(keys.canvas),
  ])
}

function classActions({ commands }: SegmentKeys): Action[] {
  const project = useProjectStore()
  return classKeys(project.classes).map(({ class: one, keys }) => ({
    id: `segment-as-${one.id}`,
    titleKey: 'work.classKey',
    titleParams: () => ({ name: one.name }),
    keys,
    unlisted: true,
    run: () => commands.give(one.id),
  }))
}

function toolActions({ session }: SegmentKeys): Action[] {
  const { tools } = session
  const use = (tool: Parameters<typeof tools.use>[0]) => () => {
    tools.use(tool)
  }
  return [
    byKey('tool-select', 'segment.tool.select', ['v'], use('select')),
    byKey('tool-point', 'segment.tool.point', ['p'], use('point')),
    byKey('tool-box', 'segment.tool.box', ['b'], use('box')),
    byKey('tool-polygon', 'segment.tool.polygon', ['g'], use('polygon')),
    byKey('tool-freehand', 'segment.tool.freehand', ['d'], use('freehand')),
    byKey('tool-brush', 'segment.tool.brush', ['r'], use('brush')),
    byKey('tool-eraser', 'segment.tool.eraser', ['e'], use('eraser')),
    byKey('tool-scribble', 'segment.tool.scribble', ['s'], use('scribble')),
    byKey('segment-negative', 'segment.negative', ['n'], () => {
      tools.negative.value = !tools.negative.value
    }),
    byKey(
      'brush-larger',
      'segment.brushLarger',
      [']'],
      () => {
        tools.resize(1.2)
      },
      moving,
    ),
    byKey(
      'brush-smaller',
      'segment.brushSmaller',
      ['['],
      () => {
        tools.resize(1 / 1.2)
      },
      moving,
    ),
  ]
}

function draftActions({ session, commands }: SegmentKeys): Action[] {
  const { draft, everything, choice, edits } = session
  const drafting = () => !draft.blank.value
  const choices = () => (draft.state.value.answer?.choices.length ?? 0) > 1 && isFree()
  const choose = (step: number) => () => draft.draft.value?.choose(step)
  const makeable = () =>
    everything.tree.value === null ? drafting() : everything.pickedGroups.value.length > 0
  return [
    byKey('segment-keep', 'segment.keep', ['Enter'], commands.keep, { enabled: makeable }),
    byKey('segment-keep-all', 'segment.keepAll', ['Shift+Enter'], commands.keepAll, {
      enabled: () => everything.tree.value !== null,
    }),
    byKey('segment-edit', 'segment.edit', ['Enter'], commands.edit, {
      enabled: () => !makeable() && choice.selected.value.size === 1,
    }),
    byKey('segment-clear', 'segment.clear', ['Escape'], commands.clear),
    byKey('segment-add-part', 'segment.addPart', ['i'], () => draft.draft.value?.setMode('add')),
    byKey('segment-cut-part', 'segment.cutPart', ['o'], () =>
      draft.draft.value?.setMode('subtract'),
    ),
    byKey('segment-outline', 'segment.outline', ['y'], () => draft.draft.value?.toggleOutlines(), {
      enabled: drafting,
    }),
    byKey('next-choice', 'segment.nextChoice', ['Tab'], choose(1), { enabled: choices }),
    byKey('previous-choice', 'segment.previousChoice', ['Shift+Tab'], choose(-1), {
      enabled: choices,
    }),
    byKey('segment-copy', 'segment.copyOn', ['k'], commands.copyOn, {
      enabled: () => drafting() || (choice.selected.value.size > 0 && edits.edited.value === null),
    }),
    ...historyActions({ session, commands }),
  ]
}

/** Tab belongs to whatever control has the focus. */
function isFree(): boolean {
  const { activeElement: active, body } = document
  return active === null || active === body || active.closest('#view, .canvas-stage') === active
}

function historyActions({ session, commands }: Pick<SegmentKeys, 'session' | 'commands'>) {
  const project = useProjectStore()
  const { draft, decisions } = session
  const busy = () => decisions.waiting.value > 0
  return [
    byKey('segment-undo', 'action.undo', ['Backspace', '$mod+z'], commands.undo, {
      onlyByKey: true,
      repeats: true,
      enabled: () => draft.history.value.canUndo || busy() || project.summary?.undo != null,
    }),
    byKey('segment-redo', 'action.redo', ['$mod+Shift+z', '$mod+y'], commands.redo, {
      onlyByKey: true,
      repeats: true,
      enabled: () => draft.history.value.canRedo || busy() || project.summary?.redo != null,
    }),
  ]
}

function crosshairActions({ session }: SegmentKeys): Action[] {
  const { crosshair } = session.tools
  const there = () => crosshair.at.value !== null
  const move = (dx: number, dy: number) => (event?: KeyboardEvent) => {
    const by = event?.shiftKey === true ? NUDGE : STEP
    crosshair.move(dx * by, dy * by)
  }
  const more = { ...moving, enabled: there }
  return [
    byKey('crosshair', 'segment.crosshair', ['c'], crosshair.toggle),
    byKey('cross-left', 'segment.crossMove', ['[Shift]+ArrowLeft'], move(-1, 0), more),
    byKey('cross-right', 'segment.crossMove', ['[Shift]+ArrowRight'], move(1, 0), more),
    byKey('cross-up', 'segment.crossMove', ['[Shift]+ArrowUp'], move(0, -1), more),
    byKey('cross-down', 'segment.crossMove', ['[Shift]+ArrowDown'], move(0, 1), more),
  ]
}

function listActions({ session, commands }: SegmentKeys): Action[] {
  const { choice } = session
  const some = { enabled: () => choice.selected.value.size > 0 }
  const several = { enabled: () => choice.selected.value.size > 1 }
  const single = { enabled: () => choice.selected.value.size === 1 }
  const step = (by: number) => (event?: KeyboardEvent) => {
    choice.step(by, event?.shiftKey === true)
  }
  return [
    byKey('segment-down', 'segment.nextSegment', ['[Shift]+ArrowDown'], step(1), moving),
    byKey('segment-up', 'segment.previousSegment', ['[Shift]+ArrowUp'], step(-1), moving),
    byKey('segment-all', 'work.chooseAll', ['$mod+a'], choice.chooseAll),
    byKey('segment-accept', 'segment.accept', ['a'], () => commands.judge('kept'), some),
    byKey('segment-reject', 'segment.reject', ['x'], () => commands.judge('rejected'), some),
    byKey('segment-merge', 'segment.merge', ['m'], commands.merge, several),
    byKey('segment-split', 'segment.split', ['Shift+M'], commands.split, single),
    byKey('segment-remove', 'segment.remove', ['Delete'], commands.remove, some),
    byKey('segment-zoom', 'segment.zoomTo', ['z'], commands.zoomTo, some),
  ]
}

function moveActions({ session, find }: SegmentKeys): Action[] {
  const go = (by: number) => () => session.list.go(session.list.index.value + by)
  return [
    byKey('segment-next', 'work.next', ['ArrowRight'], go(1), moving),
    byKey('segment-before', 'work.previous', ['ArrowLeft'], go(-1), moving),
    byKey('segment-class', 'segment.findClass', ['[Shift]+/'], find),
  ]
}

function lookActions({ session, commands, toggleNames }: SegmentKeys): Action[] {
  const { masks, everything } = session
  const stronger = (by: number) => () => {
    masks.opacity.value = Math.min(0.9, Math.max(0.05, masks.opacity.value + by))
  }
  const cut = (by: number) => () => {
    everything.level.value = Math.min(1, Math.max(0, everything.level.value + by))
  }
  const cutting = { ...moving, enabled: () => everything.tree.value !== null }
  return [
    byKey('segment-everything', 'segment.everythingHere', ['Shift+E'], commands.everything),
    byKey('everything-all', 'segment.everythingAll', [], commands.everythingAll),
    byKey('pieces-finer', 'segment.finer', ['.'], cut(0.02), cutting),
    byKey('pieces-coarser', 'segment.coarser', [','], cut(-0.02), cutting),
    byKey('masks-visible', 'segment.show', ['h'], () => {
      masks.visible.value = !masks.visible.value
    }),
    byKey('masks-named', 'segment.names', ['Shift+H'], toggleNames),
    byKey('masks-stronger', 'segment.stronger', ['.'], stronger(0.05), moving),
    byKey('masks-weaker', 'segment.weaker', [','], stronger(-0.05), moving),
  ]
}
