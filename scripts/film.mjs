import { statSync } from 'node:fs'
import sharp from 'sharp'

const WIDTH = 960
const CAPTION = 44

/** An animated picture made of screenshots, each with a line below it that says what is done. */
export class Film {
  /** @type {Buffer[]} */
  #frames = []
  /** @type {number[]} */
  #delays = []

  /**
   * Takes the page as it is.
   *
   * @param {import('@playwright/test').Page} page
   * @param {string} caption
   * @param {number} ms how long it is to be seen
   */
  async take(page, caption, ms) {
    const shot = sharp(await page.screenshot()).resize({ width: WIDTH })
    const frame = shot
      .extend({ bottom: CAPTION, background: '#17191c' })
      .composite([{ input: Buffer.from(captionOf(caption)), gravity: 'south' }])
    this.#frames.push(await frame.png().toBuffer())
    this.#delays.push(ms)
  }

  /** @param {string} file */
  async write(file) {
    await sharp(this.#frames, { join: { animated: true } })
      .webp({ delay: this.#delays, loop: 0, quality: 72, effort: 5 })
      .toFile(file)
    return statSync(file).size
  }
}

/** @param {string} text */
function captionOf(text) {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<svg width="${WIDTH}" height="${CAPTION}"><text x="${WIDTH / 2}" y="29" text-anchor="middle"
    font-family="Inter, DejaVu Sans, sans-serif" font-size="18" fill="#eceef1">${safe}</text></svg>`
}
