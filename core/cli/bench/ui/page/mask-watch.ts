import { nextFrame } from './after-frame'

/** The stage in sight, where wheels and pointers go. */
function stage(): HTMLElement {
  const found = document.querySelector<HTMLElement>('.canvas-stage')
  if (found === null) throw new Error('There is no picture to look at.')
  return found
}

/** Milliseconds of each frame for a time, whatever happens meanwhile. */
export async function watchFrames(ms: number): Promise<number[]> {
  const frames: number[] = []
  const start = await nextFrame()
  for (let last = start; last - start < ms;) {
    const now = await nextFrame()
    frames.push(now - last)
    last = now
  }
  return frames
}

/** Turns a wheel without a pause, from the whole picture to its pixels and back, again and again. */
export async function zoomThrough(ms: number): Promise<number[]> {
  const over = stage()
  const box = over.getBoundingClientRect()
  const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }
  /** A notch of a wheel; as many lead from the one end to the other. */
  const notch = 40
  const notches = 70
  const frames: number[] = []
  const start = await nextFrame()
  let last = start
  for (let turn = 0; last - start < ms; turn++) {
    const inwards = Math.floor(turn / notches) % 2 === 0
    const deltaY = inwards ? -notch : notch
    over.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY, bubbles: true, cancelable: true }))
    const now = await nextFrame()
    frames.push(now - last)
    last = now
  }
  return frames
}

/** What the window itself measures, by name, from the beginning on. */
export class TimeLog {
  readonly #times = new Map<string, number[]>()

  listen(): void {
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) {
        this.#times.set(name, [...(this.#times.get(name) ?? []), duration])
      }
    }).observe({ type: 'measure', buffered: true })
  }

  take(name: string): number[] {
    const taken = this.#times.get(name) ?? []
    this.#times.delete(name)
    return taken
  }
}
