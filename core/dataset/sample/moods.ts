import type { Dice } from './dice'

/** Time of day, weather and season: what colours the air, the ground and the leaves. */
export interface Mood {
  name: 'noon' | 'morning' | 'evening' | 'grey' | 'autumn' | 'winter' | 'night'
  sky: [string, string, string]
  hills: [string, string]
  grass: [string, string]
  leaves: [string, string, string]
  sea: [string, string]
  sand: [string, string]
  road: string
  /** Colour and opacity laid over the finished picture. */
  veil: { colour: string; opacity: number }
  dark: boolean
}

const noon: Mood = {
  name: 'noon',
  sky: ['#6fb4e3', '#a9d6ef', '#e6f3f2'],
  hills: ['#a9cfc0', '#8dbd9c'],
  grass: ['#9cca73', '#74ad58'],
  leaves: ['#5f9e55', '#79b35d', '#4b8a5a'],
  sea: ['#7cc3d8', '#3f93b8'],
  sand: ['#f3ddb0', '#e4c48c'],
  road: '#8b909c',
  veil: { colour: '#ffffff', opacity: 0 },
  dark: false,
}

const moods: readonly [Mood, ...Mood[]] = [
  noon,
  {
    ...noon,
    name: 'morning',
    sky: ['#9fc6e8', '#f3d9d3', '#fdeede'],
    hills: ['#c7cfd6', '#a5c0ac'],
    grass: ['#b4d08a', '#86b46a'],
    sea: ['#b4d3dd', '#6aa5bf'],
    veil: { colour: '#ffd9b8', opacity: 0.1 },
  },
  {
    ...noon,
    name: 'evening',
    sky: ['#6a6fae', '#e79a86', '#fbd79b'],
    hills: ['#9b7f9c', '#7d7f86'],
    grass: ['#a8a964', '#6f8450'],
    leaves: ['#6f7f4a', '#8a8e4e', '#57714f'],
    sea: ['#e9b295', '#6f7fa8'],
    sand: ['#efc89a', '#d3a273'],
    road: '#857a88',
    veil: { colour: '#ff9a5c', opacity: 0.13 },
  },
  {
    ...noon,
    name: 'grey',
    sky: ['#9fb0bd', '#c3ced4', '#e3e6e4'],
    hills: ['#b4c2c1', '#98aea6'],
    grass: ['#9db889', '#7a9a6d'],
    leaves: ['#5f8660', '#76986a', '#4f7660'],
    sea: ['#a9bfc7', '#6f93a3'],
    sand: ['#ded0b4', '#c6b491'],
    road: '#7d838c',
    veil: { colour: '#8a9aa8', opacity: 0.12 },
  },
  {
    ...noon,
    name: 'autumn',
    sky: ['#8fbad6', '#d5e0dc', '#f6e7cf'],
    hills: ['#c9b596', '#b49a6f'],
    grass: ['#c2b868', '#98984f'],
    leaves: ['#d9853b', '#c9553c', '#e2b04a'],
    veil: { colour: '#f5c98a', opacity: 0.08 },
  },
  {
    ...noon,
    name: 'winter',
    sky: ['#a6c3dc', '#d6e3ec', '#f4f4f2'],
    hills: ['#d4e0e8', '#c0d1dd'],
    grass: ['#f2f5f8', '#d7e2ec'],
    leaves: ['#7f9a94', '#93aca6', '#6a8a86'],
    sea: ['#b3cbd8', '#7d9fb5'],
    sand: ['#efeae0', '#d9d3c6'],
    road: '#a9b1bb',
    veil: { colour: '#dfeaf5', opacity: 0.1 },
  },
  {
    ...noon,
    name: 'night',
    sky: ['#1c2550', '#3b4680', '#77699c'],
    hills: ['#3f4a78', '#364668'],
    grass: ['#5c7d62', '#3f6152'],
    leaves: ['#3f6a58', '#4f7a5e', '#345a56'],
    sea: ['#5a6b9e', '#2d4170'],
    sand: ['#a79a97', '#857b86'],
    road: '#565b73',
    veil: { colour: '#151d4a', opacity: 0.3 },
    dark: true,
  },
]

export function drawMood(dice: Dice): Mood {
  return dice.pick(moods)
}
