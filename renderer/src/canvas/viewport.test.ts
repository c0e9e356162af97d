import { describe, expect, it } from 'vitest'
import { fromImagePoint, picturePoint, screenPoint, toImagePoint } from './coordinates'
import { fit, panBy, toPicture, toScreen, zoomAt } from './viewport'

const stage = { width: 824, height: 624 }
const picture = { width: 1600, height: 1200 }

describe('the viewport', () => {
  it('fits the whole picture, centred, with a margin of 12 px', () => {
    expect(fit(picture, stage)).toEqual({ scale: 0.5, x: 12, y: 12 })
    const wide = fit({ width: 1600, height: 100 }, stage)
    expect(wide.scale).toBe(0.5)
    expect(wide.y).toBe(287)
  })

  it('enlarges a tiny picture at most fourfold', () => {
    expect(fit({ width: 10, height: 10 }, stage)).toEqual({ scale: 4, x: 392, y: 292 })
  })

  it('survives a stage without any room', () => {
    expect(fit(picture, { width: 0, height: 0 }).scale).toBeGreaterThan(0)
  })

  it('keeps what is under the pointer there while zooming', () => {
    const before = fit(picture, stage)
    const at = screenPoint(500, 200)
    const after = zoomAt(before, at, 3, picture, stage)
    expect(after.scale).toBeCloseTo(1.5)
    expect(toPicture(at, after).x).toBeCloseTo(toPicture(at, before).x)
    expect(toPicture(at, after).y).toBeCloseTo(toPicture(at, before).y)
  })

  it('never zooms out beyond the fitted picture nor in beyond 32', () => {
    const start = fit(picture, stage)
    expect(zoomAt(start, screenPoint(0, 0), 0.01, picture, stage)).toEqual(start)
    expect(zoomAt(start, screenPoint(400, 300), 1e6, picture, stage).scale).toBe(32)
  })

  it('keeps a large picture reachable and a small one centred while panning', () => {
    const near = zoomAt(fit(picture, stage), screenPoint(400, 300), 4, picture, stage)
    expect(panBy(near, 1e6, 0, picture, stage).x).toBe(412)
    expect(panBy(near, -1e6, 0, picture, stage).x).toBe(412 - 3200)
    const fitted = fit(picture, stage)
    expect(panBy(fitted, 300, 300, picture, stage)).toEqual(fitted)
  })

  it('maps there and back', () => {
    const view = { scale: 0.75, x: -31, y: 17 }
    const point = toPicture(toScreen(picturePoint(321, 123), view), view)
    expect(point.x).toBeCloseTo(321)
    expect(point.y).toBeCloseTo(123)
  })
})

describe('image points', () => {
  it('are fractions of the picture, and null outside of it', () => {
    expect(toImagePoint(picturePoint(400, 300), picture)).toEqual({ x: 0.25, y: 0.25 })
    expect(toImagePoint(picturePoint(-1, 300), picture)).toBeNull()
    expect(toImagePoint(picturePoint(400, 1201), picture)).toBeNull()
    expect(fromImagePoint({ x: 1, y: 0.5 }, picture)).toMatchObject({ x: 1600, y: 600 })
  })
})
