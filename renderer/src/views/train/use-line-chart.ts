import type { FigureLine } from '@contract/analyses'
import { useElementSize, useMutationObserver } from '@vueuse/core'
import UPlot from 'uplot'
import { type Ref, computed, onBeforeUnmount, onMounted, shallowRef, watch } from 'vue'
import { type Unit, aligned, tickLabels } from './curves'
import { colourOf, dashOf } from './looks'

/** What a chart shows. */
export interface Chart {
  readonly lines: readonly FigureLine[]
  readonly unit: Unit
  /** Lowest and highest value shown; what fits when null. */
  readonly range: readonly [number, number] | null
  /** Ticks of x are whole numbers. */
  readonly wholeX: boolean
}

/** Keeps a chart in a box: as wide as the box, in the colours of the theme, live. */
export function useLineChart(
  box: Readonly<Ref<HTMLElement | null>>,
  height: number,
  shown: () => Chart,
): void {
  const { width } = useElementSize(box)
  const chart = shallowRef<UPlot | null>(null)
  const data = computed<UPlot.AlignedData>(() => aligned(shown().lines))

  function draw(): void {
    chart.value?.destroy()
    if (box.value === null || width.value === 0) return
    chart.value = new UPlot(
      { width: width.value, height, ...options(shown()) },
      data.value,
      box.value,
    )
  }

  onMounted(draw)
  onBeforeUnmount(() => chart.value?.destroy())
  // A new line, or another range, is another chart; new values of the same lines are not.
  const shape = computed(() => {
    const { lines, range } = shown()
    return JSON.stringify([range, lines.map(({ name, look }) => [name, look])])
  })
  watch([width, shape], draw)
  watch(data, (next) => chart.value?.setData(next))
  useMutationObserver(document.documentElement, draw, { attributeFilter: ['data-theme'] })
}

// A canvas knows no custom properties: colours are read when it is made, and when the theme changes.
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function options({ lines, unit, range, wholeX }: Chart): Omit<UPlot.Options, 'width' | 'height'> {
  const axis = {
    stroke: token('--text-muted'),
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
    font: '11px Inter Variable, sans-serif',
  }
  return {
    scales: { x: { time: false }, ...(range !== null && { y: { range: airy(range) } }) },
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, size: 28, ...(wholeX && { incrs: [1, 2, 5, 10, 20, 50, 100] }) },
      {
        ...axis,
        size: 56,
        values: (_, splits, _axis, _space, step) => tickLabels(splits, step, unit),
      },
    ],
    series: [{}, ...lines.map(series)],
  }
}

/** A line on the border would be half as wide. */
function airy([low, high]: readonly [number, number]): [number, number] {
  const air = (high - low || 1) * 0.04
  return [low - air, high + air]
}

function series({ name, look, x }: FigureLine): UPlot.Series {
  return {
    label: name,
    stroke: token(colourOf(look)),
    width: 2,
    dash: [...dashOf(look)],
    points: { show: x.length < 3 },
  }
}
