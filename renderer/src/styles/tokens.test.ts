import { describe, expect, test } from 'vitest'
import css from './tokens.css?raw'

const TEXT = 4.5
const EDGE = 3

/** What stands on what, and how much they must differ (WCAG 2.2, AA). */
const pairs: readonly (readonly [string, string, number])[] = [
  ...['bg', 'surface', 'raised'].flatMap((ground) => [
    ['text', ground, TEXT] as const,
    ['text-muted', ground, TEXT] as const,
  ]),
  ['accent', 'surface', TEXT],
  ['accent', 'bg', TEXT],
  ['accent', 'accent-soft', TEXT],
  ['text', 'accent-soft', TEXT],
  ['on-accent', 'accent', TEXT],
  ['suggestion', 'suggestion-soft', TEXT],
  ['suggestion', 'surface', TEXT],
  ['danger', 'danger-soft', TEXT],
  ['danger', 'surface', TEXT],
  ['good', 'good-soft', TEXT],
  ['good', 'surface', TEXT],
  ['line-strong', 'surface', EDGE],
  ['line-strong', 'bg', EDGE],
  ['accent', 'stage', EDGE],
]

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  const colours = coloursOf(theme)

  test.each(pairs)('%s on %s differs by %d to 1 at least', (front, back, least) => {
    expect(contrast(colours.get(front), colours.get(back))).toBeGreaterThanOrEqual(least)
  })
})

function coloursOf(theme: string): ReadonlyMap<string, string> {
  const block = css.split(`:root[data-theme='${theme}'] {`)[1]?.split('}')[0] ?? ''
  const found = block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)
  return new Map([...found].map(([, name = '', colour = '']) => [name, colour]))
}

/** Contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21. */
function contrast(a = '', b = ''): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
