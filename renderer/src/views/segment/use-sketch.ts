import { computed } from 'vue'
import type { ImagePoint } from '@contract/ids'
import { boxLine } from '@/canvas/sketch'
import type { Sketch, SketchLine, SketchTag } from '@/canvas/sketch'
import type { Spans } from '@/canvas/masks/spans'
import { useProjectStore } from '@/stores/project-store'
import { colourOf } from './mask-looks'
import type { useSegmentSession } from './use-segment-session'

/** More names than these would hide the picture. */
const mostTags = 60

/** What lies over picture and masks: places, lines and names. */
export function useSketch(
  { draft, tools, choice, masks }: ReturnType<typeof useSegmentSession>,
  named: () => boolean,
) {
  const project = useProjectStore()
  const tags = computed<SketchTag[]>(() => {
    const shapes = masks.shapes.value
    if (shapes === null || !masks.visible.value || masks.pieces.value !== null) return []
    const { hovered, selected, shown } = choice
    const wanted = shown.value.filter(
      ({ id }) => named() || id === hovered.value || selected.value.has(id),
    )
    return wanted.slice(0, mostTags).flatMap(({ class: label, mask }) => {
      if (label === null) return []
      const at = topOf(shapes.of(mask).spans)
      const text = project.className(label)
      return [{ at, text, colour: colourOf(label, project.classById) }]
    })
  })
  return computed<Sketch>(() => {
    const { points, box, strokes, path, rings } = draft.state.value
    const line = (corners: readonly ImagePoint[], more: Partial<SketchLine>): SketchLine => ({
      ...{ points: corners, closed: false, corners: false, negative: false },
      ...more,
    })
    const rubber = draft.rubber.value
    return {
      points,
      tags: tags.value,
      crosshair: tools.crosshair.at.value,
      lines: [
        ...(box === null ? [] : [{ ...boxLine(box), corners: tools.toolId.value === 'box' }]),
        ...strokes.map((one) => line(one.points, { negative: !one.positive })),
        ...(path.length === 0 ? [] : [line(path, { corners: true })]),
        ...(rings ?? []).map((ring) => line(ring, { closed: true, corners: true })),
        ...(rubber?.kind === 'box' ? [boxLine(rubber.box)] : []),
        ...(rubber?.kind === 'line' ? [line(rubber.points, { negative: !rubber.positive })] : []),
      ],
    }
  })
}

/** The middle of a mask's first row. */
function topOf({ top, rows, ends, width, height }: Spans): ImagePoint {
  const last = (rows[1] ?? 2) - 1
  const x = ((ends[0] ?? 0) + (ends[last] ?? 0)) / 2
  return { x: x / width, y: top / height }
}
