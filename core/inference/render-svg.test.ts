import sharp from 'sharp'
import { expect, it } from 'vitest'
import { renderSvg, renderSvgPng } from './render-svg'

const half =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="1" height="1" fill="#ff0000"/></svg>'

it('draws an SVG as a JPEG of the wanted size, on white where it is clear', async () => {
  const { data, info } = await sharp(await renderSvg(half, 64, 32))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 64, height: 32, channels: 3 })
  const pixel = (x: number): number[] => [
    ...data.subarray((16 * 64 + x) * 3, (16 * 64 + x) * 3 + 3),
  ]
  const [red = 0, green = 0] = pixel(8)
  expect(red).toBeGreaterThan(240)
  expect(green).toBeLessThan(15)
  expect(Math.min(...pixel(56))).toBeGreaterThan(240)
})

it('draws a PNG of the wanted size, exact in its colours', async () => {
  const { data, info } = await sharp(await renderSvgPng(half, 64, 32))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 64, height: 32, channels: 3 })
  expect([...data.subarray(0, 3)]).toEqual([255, 0, 0])
})

it('refuses what is no SVG', async () => {
  await expect(renderSvg('no picture', 8, 8)).rejects.toThrow()
})
