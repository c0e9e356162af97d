import type { ClassInfo } from '@contract/classes'
import type { LabelState } from '@contract/labels'
import type { Action } from '@/actions/action'
import { useActions } from '@/actions/use-actions'
import type { CanvasHandle } from '@/canvas/canvas-handle'
import { classKeys } from '@/components/classes/class-keys'
import { canvasActions } from '@/composables/canvas-actions'
import { useProjectStore } from '@/stores/project-store'
import type { useImageReview } from './use-image-review'

export interface ImageCommands {
  readonly review: ReturnType<typeof useImageReview>
  readonly classes: () => readonly ClassInfo[]
  readonly toggleEvidence: () => void
  readonly toggleSegment: () => void
  readonly acceptWithSegment: () => Promise<void>
  readonly back: () => void
  readonly canvas: () => CanvasHandle | null
}

/** Everything that the review of one image does by a key; Space comes from the canvas. */
export function useImageActions(commands: ImageCommands): void {
  useActions('image', () => [
    ...classKeys(commands.classes()).map(({ class: one, keys }): Action => ({
      id: `accept-${one.id}`,
      titleKey: 'work.classKey',
      titleParams: () => ({ name: one.name }),
      keys,
      unlisted: true,
      run: () => commands.review.decide(one.id, 'present'),
    })),
    ...answerActions(commands),
    ...moveActions(commands),
    ...historyActions(commands),
    ...canvasActions(commands.canvas),
  ])
}

function answerActions(commands: ImageCommands): Action[] {
  const { review, toggleEvidence, toggleSegment, acceptWithSegment } = commands
  const answer = (id: string, titleKey: Action['titleKey'], keys: string[], state: LabelState) => ({
    id,
    titleKey,
    keys,
    enabled: () => review.focused.value !== null,
    run: async () => {
      const label = review.focused.value?.class
      if (label !== undefined) await review.decide(label, state)
    },
  })
  return [
    answer('accept', 'work.accept', ['a'], 'present'),
    answer('reject', 'work.reject', ['x'], 'absent'),
    {
      id: 'accept-with-segment',
      titleKey: 'imageReview.acceptWithSegment',
      keys: ['Shift+A'],
      enabled: () => review.focused.value !== null,
      run: acceptWithSegment,
    },
    { id: 'image-evidence', titleKey: 'work.evidence', keys: ['e'], run: toggleEvidence },
    { id: 'image-segment', titleKey: 'imageReview.segment', keys: ['s'], run: toggleSegment },
  ]
}

function moveActions({ review, back }: ImageCommands): Action[] {
  const step = (by: 1 | -1) => () => review.step(by)
  const move = (by: number) => () => {
    review.move(by)
  }
  const moving = { repeats: true, onlyByKey: true }
  return [
    { id: 'image-next', titleKey: 'work.next', keys: ['ArrowRight'], ...moving, run: step(1) },
    {
      id: 'image-before',
      titleKey: 'work.previous',
      keys: ['ArrowLeft'],
      ...moving,
      run: step(-1),
    },
    { id: 'focus-next', titleKey: 'work.move', keys: ['ArrowDown'], ...moving, run: move(1) },
    { id: 'focus-before', titleKey: 'work.move', keys: ['ArrowUp'], ...moving, run: move(-1) },
    { id: 'back-to-sweep', titleKey: 'work.back', keys: ['Escape'], run: back },
  ]
}

function historyActions({ review }: ImageCommands): Action[] {
  const project = useProjectStore()
  const busy = () => review.decisions.waiting.value > 0
  return [
    {
      id: 'image-undo',
      titleKey: 'action.undo',
      keys: ['Backspace', '$mod+z'],
      onlyByKey: true,
      enabled: () => busy() || project.summary?.undo != null,
      run: async () => {
        await review.undo()
      },
    },
    {
      id: 'image-redo',
      titleKey: 'action.redo',
      keys: ['$mod+Shift+z', '$mod+y'],
      onlyByKey: true,
      enabled: () => busy() || project.summary?.redo != null,
      run: async () => {
        await review.redo()
      },
    },
  ]
}
