import type { ClassId, ProjectId } from '@contract/ids'
import type { Mask } from '@contract/segments'
import { rleBox } from '@mask/rle'
import { core } from '@/api/client'
import type { PartHandle } from '@/canvas/canvas-handle'
import type { PixelBox } from '@/canvas/live-bitmap'
import { t } from '@/i18n/text'
import { useNoticesStore } from '@/stores/notices-store'
import type { SegmentCommands } from './segment-commands'
import type { useSegmentSession } from './use-segment-session'

export interface CommandScope {
  readonly project: () => ProjectId
  readonly session: ReturnType<typeof useSegmentSession>
  readonly stage: () => PartHandle | null
}

/** Everything that can be done, put together from what the session knows. */
export function useSegmentCommands(scope: CommandScope): SegmentCommands {
  const { session } = scope
  const { choice, draft, everything, edits, label, tools } = session
  const chosenIds = () => choice.chosen.value.map(({ id }) => id)
  const keeping = useKeepCommands(scope)

  async function give(next: ClassId): Promise<void> {
    label.value = next
    if (everything.pickedGroups.value.length > 0) await keeping.keep()
    else if (draft.blank.value && chosenIds().length > 0) await edits.relabel(chosenIds(), next)
  }

  function clear(): void {
    if (everything.tree.value !== null || everything.busy.value) everything.close()
    else if (!draft.blank.value || edits.edited.value !== null) edits.begin()
    else if (tools.crosshair.at.value !== null) tools.crosshair.hide()
    else choice.choose(null)
  }

  function edit(): void {
    const [one, ...more] = choice.chosen.value
    if (one === undefined || more.length > 0) return
    if (one.class !== null) label.value = one.class
    edits.begin(one.mask, one.id)
    if (tools.toolId.value === 'select') tools.use('brush')
  }

  return {
    ...keeping,
    ...{ clear, give, edit },
    judge: async (state) => {
      const ids = chosenIds()
      if (ids.length === 0) return
      choice.step(1, false)
      await edits.judge(ids, state)
    },
    merge: async () => {
      if (chosenIds().length > 1) await edits.merge(chosenIds())
    },
    split: async () => {
      const [id, ...more] = chosenIds()
      if (id !== undefined && more.length === 0) await edits.split(id)
    },
    remove: async () => {
      if (chosenIds().length > 0) await edits.remove(chosenIds())
    },
    ...useLooking(scope),
    undo: async () => {
      if (draft.history.value.canUndo) draft.draft.value?.undo()
      else await session.undo()
    },
    redo: async () => {
      if (draft.history.value.canRedo) draft.draft.value?.redo()
      else await session.redo()
    },
  }
}

/** Keeping what was made: a draft, or pieces of everything. */
function useKeepCommands({ session }: CommandScope) {
  const { draft, everything, edits, label, image, prompting } = session

  async function keepPieces(groups: number[][], isPicked: boolean): Promise<void> {
    const [here, tree] = [image(), everything.tree.value]
    if (here === null || tree === null) return
    const pieces = everything.pieces(groups)
    everything.close()
    await edits.keepPieces(here, pieces, {
      model: tree.model,
      label: isPicked ? label.value : null,
      state: isPicked ? 'kept' : 'proposed',
    })
  }

  return {
    keep: async () => {
      if (everything.tree.value !== null) await keepPieces(everything.pickedGroups.value, true)
      else if (draft.state.value.path.length > 2) draft.draft.value?.closePath()
      else {
        await prompting.settled()
        await edits.keep()
      }
    },
    keepAll: () => keepPieces(everything.groups.value, false),
  }
}

/** Going elsewhere: nearer, to all that is in the picture, to the next one like it. */
function useLooking({ project, session, stage }: CommandScope) {
  const notices = useNoticesStore()
  const { choice, draft, everything, edits, list, picture } = session

  function zoomTo(): void {
    const shown = picture()
    if (shown === null) return
    const boxes = choice.chosen.value.flatMap(({ mask }) => boxIn(mask, shown) ?? [])
    if (boxes.length > 0) stage()?.showPart(around(boxes))
  }

  /** The mask in hand, or the one that is chosen, waits on the next picture to be kept there. */
  async function copyOn(): Promise<void> {
    const [one] = choice.chosen.value
    const mask = draft.draft.value?.result() ?? one?.mask ?? null
    const here = session.image()
    if (mask === null || here === null) return
    if (one?.class != null && draft.blank.value) session.label.value = one.class
    const next = await core.segments.similar({ project: project(), image: here })
    if (next.image === null || !(await list.goToImage(next.image))) {
      notices.say(t('segment.noSimilar'))
      return
    }
    await laterThan(() => session.image() === next.image)
    edits.begin(mask, null, true)
    notices.say(t('segment.copied'))
  }

  async function openEverything(): Promise<void> {
    edits.begin()
    choice.choose(null)
    await everything.open()
  }

  async function everythingAll(): Promise<void> {
    await core.segments.everythingAll({ project: project(), model: null })
    notices.say(t('segment.everythingStarted'))
  }
  return { zoomTo, copyOn, everything: openEverything, everythingAll }
}

/** Two turns of the event loop, in which a picture that was asked for is the one in sight. */
async function laterThan(there: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2 || (turn < 50 && !there()); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
}

function boxIn(mask: Mask, picture: { width: number; height: number }): PixelBox | null {
  const box = rleBox(mask)
  if (box === null) return null
  const [across, down] = [picture.width / mask.width, picture.height / mask.height]
  return {
    ...{ x0: box.x0 * across, x1: box.x1 * across },
    ...{ y0: box.y0 * down, y1: box.y1 * down },
  }
}

function around(boxes: readonly PixelBox[]): PixelBox {
  return {
    x0: Math.min(...boxes.map((box) => box.x0)),
    y0: Math.min(...boxes.map((box) => box.y0)),
    x1: Math.max(...boxes.map((box) => box.x1)),
    y1: Math.max(...boxes.map((box) => box.y1)),
  }
}
