/** Round values between two others, about `wanted` of them: 1, 2 or 5 times a power of ten apart. */
export function roundTicks(low: number, high: number, wanted: number): number[] {
  const step = roundStep((high - low) / wanted)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step)
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = rough / power
  if (factor < 1.5) return power
  if (factor < 3.5) return 2 * power
  return (factor < 7.5 ? 5 : 10) * power
}

/** Ticks as they are written, with just as many digits as tell neighbours apart. */
export function tickTexts(ticks: readonly number[], unit: 'number' | 'share' | 'count'): string[] {
  const shown = unit === 'share' ? ticks.map((tick) => tick * 100) : ticks
  const step = Math.abs((shown[1] ?? 1) - (shown[0] ?? 0))
  const digits = Math.min(6, Math.max(0, -Math.floor(Math.log10(step || 1) + 1e-9)))
  return shown.map((tick) => {
    const text = tick.toLocaleString('en', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    return `${text.replace(/^-(0(\.0+)?)$/, '$1')}${unit === 'share' ? ' %' : ''}`
  })
}
