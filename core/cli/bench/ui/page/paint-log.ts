import { afterFrame } from './after-frame'

export interface KeyPress {
  readonly key: string
  /** When the browser had the key, not when a script heard of it. */
  readonly at: number
}

export interface Paint {
  /** The address of the picture, or a number for one that was made in the page. */
  readonly source: string
  /** When the frame with it was finished. */
  readonly at: number
}

/** Keys as they were pressed and pictures as they reached the screen. */
export class PaintLog {
  #keys: KeyPress[] = []
  #paints: Paint[] = []
  readonly #made = new WeakMap<object, string>()
  #numbers = 0

  /** Before the page's own scripts: whatever they draw goes through here. */
  listen(): void {
    window.addEventListener(
      'keydown',
      (event) => {
        this.#keys.push({ key: event.key, at: event.timeStamp })
      },
      { capture: true },
    )
    const note = this.#note.bind(this)
    const own = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, 'drawImage')
    // The descriptor of a method that every browser has.
    const draw = own?.value as (...given: unknown[]) => void
    CanvasRenderingContext2D.prototype.drawImage = function (...given: unknown[]) {
      draw.apply(this, given)
      note(given[0], this.canvas)
    }
  }

  /** What happened since it was asked last. */
  take(): { keys: KeyPress[]; paints: Paint[] } {
    const taken = { keys: this.#keys, paints: this.#paints }
    this.#keys = []
    this.#paints = []
    return taken
  }

  #note(source: unknown, canvas: HTMLCanvasElement): void {
    // A layer that is put together out of sight is not the screen.
    if (!canvas.isConnected || typeof source !== 'object' || source === null) return
    const name = source instanceof HTMLImageElement ? source.src : this.#nameOf(source)
    void afterFrame().then((at) => this.#paints.push({ source: name, at }))
  }

  #nameOf(source: object): string {
    const known = this.#made.get(source)
    if (known !== undefined) return known
    this.#numbers += 1
    const name = `made/${String(this.#numbers)}/made`
    this.#made.set(source, name)
    return name
  }
}
