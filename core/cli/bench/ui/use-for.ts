import { setTimeout } from 'node:timers/promises'
import { showLabel } from './label'
import { measureSweep } from './sweep'
import { measureGrid } from './grid'
import type { WindowPage } from './window-page'

/** Goes around the screens as somebody at work does, so that what is never let go adds up. */
export async function useFor(window: WindowPage, project: string, minutes: number): Promise<void> {
  const end = performance.now() + minutes * 60_000
  while (performance.now() < end) {
    await showLabel(window.page, project)
    for (let turn = 0; turn < 40; turn++) {
      await window.page.keyboard.press(turn % 4 === 0 ? 'ArrowRight' : '1')
      await setTimeout(120)
    }
    await measureSweep(window, project, { pages: 3, look: 500 })
    await measureGrid(window, project, 2000)
  }
}
