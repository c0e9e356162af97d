import type { MessageKey } from '@/i18n/text'
import type { ActionScope } from './action'
import { keysFor } from './keymap'

/**
 * An action as it can be told of without its view. What it does, and when, is said where it is
 * registered; a test holds the two together.
 */
export interface KnownAction {
  readonly id: string
  readonly scope: ActionScope
  readonly titleKey: MessageKey
  readonly keys: readonly string[]
  /** Arrows and their kin, which do what they do in every program. */
  readonly fixed: boolean
}

type Row = readonly [id: string, titleKey: MessageKey, ...keys: string[]]

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']

/** Every action with a name of its own, by where it works, in the order of the settings. */
export const knownActions: readonly KnownAction[] = [
  ...inScope('everywhere', [
    ['find-anything', 'action.palette', '$mod+k'],
    ['show-keys', 'action.help', '[Shift]+?'],
    ['open-help', 'help.open', 'F1'],
    ['open-settings', 'action.settings', '$mod+,'],
    ['toggle-jobs', 'action.toggleJobs', '$mod+j'],
    ['toggle-theme', 'action.toggleTheme'],
    ['go-start', 'action.goStart'],
    ['go-new', 'action.goNew'],
  ]),
  ...inScope('project', [
    ['go-label', 'action.goLabel', 'Alt+Digit1'],
    ['go-review', 'action.goReview', 'Alt+Digit2'],
    ['go-segment', 'action.goSegment', 'Alt+Digit6'],
    ['go-train', 'action.goTrain', 'Alt+Digit3'],
    ['go-insights', 'action.goInsights', 'Alt+Digit4'],
    ['go-export', 'action.goExport', 'Alt+Digit5'],
    ['edit-classes', 'taxonomy.edit'],
    ['undo', 'action.undo', '$mod+z'],
    ['redo', 'action.redo', '$mod+Shift+z', '$mod+y'],
    ['rescan', 'action.rescan'],
  ]),
  ...inScope('start', [
    ['try-sample', 'action.sample'],
    ['find-project', 'start.find', '/'],
  ]),
  ...inScope('new', [['create-project', 'action.create', '$mod+Enter']]),
  ...inScope('label', [
    ['find-class', 'work.findClass', '[Shift]+/'],
    ['toggle-grid', 'label.showGrid', 'g'],
    ['next-image', 'work.next', 'ArrowRight'],
    ['previous-image', 'work.previous', 'ArrowLeft'],
    ['next-todo', 'work.nextTodo', '$mod+ArrowRight'],
    ['confirm-offer', 'work.confirmOffer', 'Enter'],
    ['skip-image', 'label.skip', 's'],
    ['none-of-these', 'label.none', 'n'],
    ['stay', 'label.stay', 'm'],
    ['label-masks', 'label.masks', 'w'],
    ['clear-point', 'work.clearPoint', 'Escape'],
    ['back-to-pictures', 'label.showGrid', 'Escape'],
    ['label-undo', 'action.undo', 'Backspace', '$mod+z'],
    ['label-redo', 'action.redo', '$mod+Shift+z', '$mod+y'],
  ]),
  ...fixed('grid', [['grid-move', 'work.move', ...arrows]]),
  ...inScope('grid', [
    ['grid-toggle', 'work.toggle', 'Space'],
    ['grid-open', 'work.open', 'Enter'],
    ['grid-all', 'work.chooseAll', '$mod+a'],
    ['grid-clear', 'work.clearChoice', 'Escape'],
  ]),
  ...inScope('canvas', [
    ['fit', 'canvas.fit', 'f'],
    ['actual-size', 'canvas.actual', '$mod+Digit0'],
    ['zoom-in', 'canvas.zoomIn', '[Shift]++', '='],
    ['zoom-out', 'canvas.zoomOut', '-'],
  ]),
  ...fixed('sweep', [['sweep-move', 'work.move', ...arrows]]),
  ...inScope('sweep', [
    ['sweep-flip', 'work.flip', 'x'],
    ['sweep-flip-all', 'work.flipAll', '$mod+a'],
    ['sweep-undecided', 'work.undecided', 'Space'],
    ['sweep-accept', 'sweep.acceptTile', 'a'],
    ['sweep-open', 'work.open', 'Enter'],
    ['sweep-group', 'sweep.toggleGroup', 'd'],
    ['sweep-evidence', 'work.evidence', 'e'],
    ['commit-page', 'work.commit', '$mod+Enter'],
    ['next-class', 'work.nextClass', '$mod+ArrowDown'],
    ['previous-class', 'work.previousClass', '$mod+ArrowUp'],
    ['pass-page', 'sweep.pass', 'PageDown'],
    ['page-before', 'sweep.comeBack', 'PageUp'],
    ['audit-class', 'sweep.audit'],
    ['sweep-undo', 'action.undo', 'Backspace', '$mod+z'],
    ['sweep-redo', 'action.redo', '$mod+Shift+z', '$mod+y'],
  ]),
  ...fixed('audit', [['audit-move', 'work.move', ...arrows]]),
  ...inScope('audit', [
    ['audit-present', 'audit.present', 'a'],
    ['audit-absent', 'audit.absent', 'x'],
    ['audit-undecided', 'audit.undecided', 'Space'],
    ['audit-rest-absent', 'audit.restAbsent', 'Shift+X'],
    ['commit-audit', 'audit.commit', '$mod+Enter'],
    ['draw-audit', 'audit.begin', '$mod+Enter'],
    ['audit-undo', 'action.undo', 'Backspace', '$mod+z'],
    ['audit-back', 'audit.back', 'Escape'],
  ]),
  ...inScope('image', [
    ['accept', 'work.accept', 'a'],
    ['reject', 'work.reject', 'x'],
    ['accept-with-segment', 'imageReview.acceptWithSegment', 'Shift+A'],
    ['image-evidence', 'work.evidence', 'e'],
    ['image-segment', 'imageReview.segment', 's'],
    ['image-next', 'work.next', 'ArrowRight'],
    ['image-before', 'work.previous', 'ArrowLeft'],
  ]),
  ...fixed('image', [
    ['focus-next', 'work.move', 'ArrowDown'],
    ['focus-before', 'work.move', 'ArrowUp'],
  ]),
  ...inScope('image', [
    ['back-to-sweep', 'work.back', 'Escape'],
    ['image-undo', 'action.undo', 'Backspace', '$mod+z'],
    ['image-redo', 'action.redo', '$mod+Shift+z', '$mod+y'],
  ]),
  ...inScope('segment', [
    ['tool-select', 'segment.tool.select', 'v'],
    ['tool-point', 'segment.tool.point', 'p'],
    ['tool-box', 'segment.tool.box', 'b'],
    ['tool-polygon', 'segment.tool.polygon', 'g'],
    ['tool-freehand', 'segment.tool.freehand', 'd'],
    ['tool-brush', 'segment.tool.brush', 'r'],
    ['tool-eraser', 'segment.tool.eraser', 'e'],
    ['tool-scribble', 'segment.tool.scribble', 's'],
    ['segment-negative', 'segment.negative', 'n'],
    ['brush-larger', 'segment.brushLarger', ']'],
    ['brush-smaller', 'segment.brushSmaller', '['],
    ['segment-keep', 'segment.keep', 'Enter'],
    ['segment-keep-all', 'segment.keepAll', 'Shift+Enter'],
    ['segment-edit', 'segment.edit', 'Enter'],
    ['segment-clear', 'segment.clear', 'Escape'],
    ['segment-add-part', 'segment.addPart', 'i'],
    ['segment-cut-part', 'segment.cutPart', 'o'],
    ['segment-outline', 'segment.outline', 'y'],
    ['segment-copy', 'segment.copyOn', 'k'],
    ['segment-everything', 'segment.everythingHere', 'Shift+E'],
    ['everything-all', 'segment.everythingAll'],
    ['pieces-finer', 'segment.finer', '.'],
    ['pieces-coarser', 'segment.coarser', ','],
    ['segment-all', 'work.chooseAll', '$mod+a'],
    ['segment-accept', 'segment.accept', 'a'],
    ['segment-reject', 'segment.reject', 'x'],
    ['segment-merge', 'segment.merge', 'm'],
    ['segment-split', 'segment.split', 'Shift+M'],
    ['segment-remove', 'segment.remove', 'Delete'],
    ['segment-zoom', 'segment.zoomTo', 'z'],
    ['segment-class', 'segment.findClass', '[Shift]+/'],
    ['segment-next', 'work.next', 'ArrowRight'],
    ['segment-before', 'work.previous', 'ArrowLeft'],
    ['masks-visible', 'segment.show', 'h'],
    ['masks-named', 'segment.names', 'Shift+H'],
    ['masks-stronger', 'segment.stronger', '.'],
    ['masks-weaker', 'segment.weaker', ','],
    ['crosshair', 'segment.crosshair', 'c'],
    ['segment-undo', 'action.undo', 'Backspace', '$mod+z'],
    ['segment-redo', 'action.redo', '$mod+Shift+z', '$mod+y'],
  ]),
  ...fixed('segment', [
    ['next-choice', 'segment.nextChoice', 'Tab'],
    ['previous-choice', 'segment.previousChoice', 'Shift+Tab'],
    ['cross-left', 'segment.crossMove', '[Shift]+ArrowLeft'],
    ['cross-right', 'segment.crossMove', '[Shift]+ArrowRight'],
    ['cross-up', 'segment.crossMove', '[Shift]+ArrowUp'],
    ['cross-down', 'segment.crossMove', '[Shift]+ArrowDown'],
    ['segment-down', 'segment.nextSegment', '[Shift]+ArrowDown'],
    ['segment-up', 'segment.previousSegment', '[Shift]+ArrowUp'],
  ]),
  ...fixed('classes', [
    ['class-next', 'classWork.next', '[Shift]+ArrowDown'],
    ['class-before', 'classWork.previous', '[Shift]+ArrowUp'],
  ]),
  ...inScope('classes', [
    ['class-down', 'taxonomy.moveDown', 'Alt+ArrowDown'],
    ['class-up', 'taxonomy.moveUp', 'Alt+ArrowUp'],
    ['class-toggle', 'classWork.toggle', 'Space'],
    ['class-all', 'classWork.all', '$mod+a'],
    ['class-open', 'taxonomy.openPictures', 'Enter'],
    ['class-find', 'classWork.find', '[Shift]+/'],
    ['class-leave', 'classWork.leave', 'Escape'],
    ['class-rename', 'classWork.rename', 'F2'],
    ['class-add', 'classWork.add', 'n'],
    ['class-merge', 'classWork.merge', 'm'],
    ['class-split', 'classWork.split', 's'],
    ['class-group', 'classWork.group', 'g'],
    ['class-retire', 'classWork.retire', 'Delete'],
  ]),
  ...inScope('train', [
    ['start-training', 'action.train', '$mod+Enter'],
    ['change-recipe', 'action.changeRecipe', 'c'],
    ['cancel-training', 'action.cancelTraining'],
  ]),
  ...inScope('insights', [
    ['insights-next', 'insights.next', ']'],
    ['insights-previous', 'insights.previous', '['],
    ['keep-label', 'doubts.keep', 'a'],
    ['change-label', 'doubts.change', 'x'],
  ]),
  ...inScope('export', [['start-export', 'export.start', '$mod+Enter']]),
  ...inScope('settings', [['leave-settings', 'settings.back', 'Escape']]),
]

const byId = new Map(knownActions.map((action) => [action.id, action]))

/** The key to show for an action; empty when it has none now. */
export function firstKey(id: string): string {
  return keysFor(id, byId.get(id)?.keys ?? [])[0] ?? ''
}

function inScope(scope: ActionScope, rows: readonly Row[]): KnownAction[] {
  return rows.map(([id, titleKey, ...keys]) => ({ id, scope, titleKey, keys, fixed: false }))
}

function fixed(scope: ActionScope, rows: readonly Row[]): KnownAction[] {
  return inScope(scope, rows).map((action) => ({ ...action, fixed: true }))
}
