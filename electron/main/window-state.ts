import type { BrowserWindow, Rectangle } from 'electron'
import windowStateKeeper from 'electron-window-state'

const usual = { defaultWidth: 1360, defaultHeight: 860 }

/** Where the window was left, and `manage` to go on remembering it; off-screen places are corrected. */
export function rememberedPlace(): {
  bounds: Partial<Rectangle>
  manage(window: BrowserWindow): void
} {
  const { x, y, width, height, manage } = windowStateKeeper(usual)
  // A first start has no position: Electron then centres the window.
  const corner = Number.isInteger(x) && Number.isInteger(y) ? { x, y } : {}
  return { bounds: { width, height, ...corner }, manage }
}
