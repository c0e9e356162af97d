import { distance } from './coordinates'
import type { ScreenPoint } from './coordinates'

/** What a finger or mouse is doing on the stage. */
type State =
  | { readonly id: 'idle' }
  | { readonly id: 'pressing'; readonly from: ScreenPoint }
  | { readonly id: 'panning'; readonly last: ScreenPoint }

export type PointerOutcome =
  | { readonly id: 'none' }
  | { readonly id: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly id: 'click'; readonly at: ScreenPoint }

const NONE: PointerOutcome = { id: 'none' }
/** A hand trembles this many CSS pixels during a click. */
const TREMBLE = 4
const LEFT = 0
const MIDDLE = 1

/**
 * Tells clicks from pans: middle drag, or left drag while Space is held, pans; a left press that
 * stays in its place is a click.
 */
export class PointerGesture {
  #state: State = { id: 'idle' }
  #spaceHeld = false
  #spaceUsed = false

  get panning(): boolean {
    return this.#state.id === 'panning'
  }

  get spaceHeld(): boolean {
    return this.#spaceHeld
  }

  pressSpace(): void {
    if (this.#spaceHeld) return
    this.#spaceHeld = true
    this.#spaceUsed = false
  }

  /** Returns true when Space was a key of its own, not the handle of a pan. */
  releaseSpace(): boolean {
    const alone = this.#spaceHeld && !this.#spaceUsed
    this.#spaceHeld = false
    return alone
  }

  /** Forgets everything half done: the window lost focus, the pointer was taken away. */
  cancel(): void {
    this.#state = { id: 'idle' }
    this.#spaceHeld = false
    this.#spaceUsed = false
  }

  down(at: ScreenPoint, button: number): void {
    if (button === MIDDLE || (button === LEFT && this.#spaceHeld)) {
      this.#spaceUsed = this.#spaceHeld
      this.#state = { id: 'panning', last: at }
    } else if (button === LEFT) {
      this.#state = { id: 'pressing', from: at }
    }
  }

  move(at: ScreenPoint): PointerOutcome {
    if (this.#state.id !== 'panning') return NONE
    const { last } = this.#state
    this.#state = { id: 'panning', last: at }
    return { id: 'pan', dx: at.x - last.x, dy: at.y - last.y }
  }

  up(at: ScreenPoint): PointerOutcome {
    const state = this.#state
    this.#state = { id: 'idle' }
    if (state.id !== 'pressing' || distance(state.from, at) > TREMBLE) return NONE
    return { id: 'click', at }
  }
}
