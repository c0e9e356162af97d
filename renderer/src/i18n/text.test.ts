import { expect, test } from 'vitest'
import { bytes, duration, number, percent, t, when } from './text'

test('numbers are grouped, and counts choose between one and many', () => {
  expect(number(1204)).toBe('1,204')
  expect(t('status.decisions', { n: 1 })).toBe('1 decision')
  expect(t('status.decisions', { n: 3311 })).toBe('3,311 decisions')
  expect(t('status.rounds', { n: 0 })).toBe('no training yet')
})

test('shares, times and sizes read as people write them', () => {
  expect(percent(0.874)).toBe('87 %')
  expect(duration(12.4)).toBe('12 s')
  expect(duration(200)).toBe('3 min 20 s')
  expect(duration(7500)).toBe('2 h 5 min')
  expect(bytes(13_100_000)).toBe('13.1 MB')
  expect(bytes(67_700_000_000)).toBe('67.7 GB')
})

test('today is told by its time, other days by their date', () => {
  const noon = new Date(2026, 10, 21, 12, 0)
  expect(when(noon.getTime(), noon)).toMatch(/12:00/)
  expect(when(new Date(2026, 9, 1).getTime(), noon)).toBe('Oct 1, 2026')
})
