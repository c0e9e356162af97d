import { computed, ref, watch } from 'vue'
import type { ClassId, ProjectId } from '@contract/ids'
import type { ImageItem, ImageOrder } from '@contract/images'
import type { BatchResult } from '@contract/labels'
import { core } from '@/api/client'
import type { CanvasTool } from '@/canvas/tool'
import { toolOf } from '@/canvas/tools/tool-of'
import type { ToolId } from '@/canvas/tools/tool-port'
import { useDecisions } from '@/composables/use-decisions'
import { useAppStore } from '@/stores/app-store'
import { useProjectStore } from '@/stores/project-store'
import { useImageList } from '../label/use-image-list'
import { colourOf } from './mask-looks'
import { segmentAt, useChoiceOfSegments } from './use-choice-of-segments'
import { useCrosshair } from './use-crosshair'
import { useDraft } from './use-draft'
import { useEverything } from './use-everything'
import { useMaskPicture } from './use-mask-picture'
import { usePrompting } from './use-prompting'
import { useSegmentEdits } from './use-segment-edits'
import { useSegments } from './use-segments'

export interface SegmentScope {
  readonly project: () => ProjectId
  readonly order: () => ImageOrder
  /** CSS pixels per picture pixel. */
  readonly scale: () => number
}

/** Pictures are read ahead this far. */
const AHEAD = 3
/** The brush at first: of the picture's longest side. */
const usualBrush = 0.025

/** Everything that Segment knows: pictures, their masks, the one in the making, and the tools. */
export function useSegmentSession(scope: SegmentScope) {
  const project = useProjectStore()
  const app = useAppStore()
  const { project: id, order } = scope
  const list = useImageList({ project: id, order, status: () => null, filter: () => null })
  const picture = () => list.current.value
  const image = () => picture()?.id ?? null
  const model = () => app.settings?.segmenter ?? ''

  const store = useSegments(id, image)
  const decisions = useDecisions(id, () => void store.load())
  const label = ref<ClassId | null>(null)
  const draft = useDraft(picture, () => colourOf(label.value, project.classById))
  const edits = useSegmentEdits({
    ...{ project: id, image, store, draft, decisions },
    label: () => label.value,
  })
  const choice = useChoiceOfSegments(() => store.segments.value, image)
  const masks = useMaskPicture({ picture, choice, edits, classes: () => project.classById })
  const everything = useEverything({ project: id, image, model, shapes: () => masks.shapes.value })
  const prompting = usePrompting({ project: id, image, model }, draft)
  const tools = useTools({ scope, picture, draft, choice, masks, everything, prompting })
  watch(everything.painted, (pieces) => {
    masks.pieces.value = everything.tree.value === null ? null : pieces
  })
  watch(image, () => {
    edits.begin()
  })
  watch([image, model], () => {
    const next = [...(picture() === null ? [] : [picture()]), ...list.neighbours(AHEAD)]
    const images = next.flatMap((one) => one?.id ?? []).slice(0, AHEAD)
    if (images.length === 0) return
    core.segments.ahead({ project: id(), images, model: null }).catch(() => {
      // Without it the first click on a picture takes longer, and says itself what is wrong.
    })
  })
  // The strip and the status follow what was just said.
  watch(store.detail, (detail) => {
    if (detail !== null) list.put(list.index.value, detail)
  })

  async function follow(result: BatchResult | null): Promise<void> {
    const [first] = result?.images ?? []
    if (first === undefined) return
    if (first !== image() && result?.images.length === 1) await list.goToImage(first)
    await store.load()
  }

  const parts = { list, store, decisions, label, draft, edits, choice, masks, everything }
  return {
    ...parts,
    ...{ prompting, tools, image, picture },
    undo: async () => follow(await decisions.undo()),
    redo: async () => follow(await decisions.redo()),
  }
}

interface ToolScope {
  readonly scope: SegmentScope
  readonly picture: () => ImageItem | null
  readonly draft: ReturnType<typeof useDraft>
  readonly choice: ReturnType<typeof useChoiceOfSegments>
  readonly masks: ReturnType<typeof useMaskPicture>
  readonly everything: ReturnType<typeof useEverything>
  readonly prompting: ReturnType<typeof usePrompting>
}

/** Which tool the pointer is, and what it points at. */
function useTools({ scope, picture, draft, choice, masks, everything, prompting }: ToolScope) {
  const toolId = ref<ToolId>('point')
  const negative = ref(false)
  /** Radius as a share of the picture's longest side. */
  const brush = ref(usualBrush)
  const radius = () => {
    const shown = picture()
    return shown === null ? 1 : brush.value * Math.max(shown.width, shown.height)
  }

  const tool = computed<CanvasTool | null>(() => {
    const [shown, now] = [picture(), draft.draft.value]
    if (shown === null || now === null) return null
    const picking = everything.tree.value !== null
    const hovering = picking || toolId.value === 'select'
    return toolOf(picking ? 'select' : toolId.value, {
      draft: now,
      picture: shown,
      radius,
      negative: () => negative.value,
      pick: (at, more) => {
        if (picking) everything.pick(at)
        else choice.choose(underneath(at), more)
      },
      point: (at) => {
        if (!hovering) prompting.point(at)
        else if (!picking) choice.hovered.value = at === null ? null : underneath(at)
      },
    })
  })

  function underneath(at: { x: number; y: number }) {
    const shapes = masks.shapes.value
    return shapes === null ? null : segmentAt(choice.shown.value, shapes, at)
  }

  function use(next: ToolId): void {
    toolId.value = next
    prompting.point(null)
    choice.hovered.value = null
  }

  function resize(factor: number): void {
    brush.value = Math.min(0.25, Math.max(0.002, brush.value * factor))
  }

  const crosshair = useCrosshair({
    picture,
    tool: () => tool.value,
    toolId: () => (everything.tree.value === null ? toolId.value : 'select'),
    scale: scope.scale,
  })
  return { toolId, tool, negative, brush, crosshair, use, resize }
}
