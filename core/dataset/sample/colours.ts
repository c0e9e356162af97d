/** A colour `share` of the way from one to another, both `#rrggbb`. */
export function mix(from: string, to: string, share: number): string {
  const a = channels(from)
  const b = channels(to)
  return `#${a.map((value, i) => hex(value + ((b[i] ?? 0) - value) * share)).join('')}`
}

export function darker(colour: string, share = 0.18): string {
  return mix(colour, '#1d1a33', share)
}

export function lighter(colour: string, share = 0.25): string {
  return mix(colour, '#fffaf0', share)
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
}

function hex(value: number): string {
  return Math.round(value).toString(16).padStart(2, '0')
}

/** Colours of clothes, cars, cups and the like. */
export const paints = [
  '#d9594c',
  '#e8894a',
  '#eab54d',
  '#7fae5b',
  '#4f9d8c',
  '#4a8fc0',
  '#5a6fb8',
  '#8b66a8',
  '#d27a9b',
  '#f0e6d6',
  '#59616e',
] as const

export const woods = ['#8a5a3c', '#a8744a', '#6e4a35', '#c29164'] as const
export const metals = ['#5d6673', '#3f4650', '#8b95a1'] as const
