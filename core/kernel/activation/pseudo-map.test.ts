import { expect, it } from 'vitest'
import { pseudoMap } from './pseudo-map'

it('gives each place to the class whose mask and activation are strongest there', () => {
  const masks = [
    { class: 3, logits: Float32Array.of(4, 4, -1, -1), activation: 0.5 },
    { class: 30, logits: Float32Array.of(-2, 3, 3, -3), activation: 0.9 },
  ]
  expect([...pseudoMap(masks, 35, 4)]).toEqual([3, 30, 30, 35])
})

it('is background where no class is seen, whatever its number', () => {
  expect([...pseudoMap([], 300, 2)]).toEqual([300, 300])
  const unseen = { class: 1, logits: Float32Array.of(5, 5), activation: 0 }
  expect([...pseudoMap([unseen], 300, 2)]).toEqual([300, 300])
})

it('leaves a place that two classes share alike to the first', () => {
  const mask = { logits: Float32Array.of(1), activation: 1 }
  expect([
    ...pseudoMap(
      [
        { class: 2, ...mask },
        { class: 1, ...mask },
      ],
      4,
      1,
    ),
  ]).toEqual([2])
})
