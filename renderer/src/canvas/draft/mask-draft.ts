import type { ImagePoint } from '@contract/ids'
import type { Mask, PromptAnswer } from '@contract/segments'
import type { Bitmap } from '@mask/bitmap'
import { emptyBitmap } from '@mask/bitmap'
import { encodeRle } from '@mask/rle'
import type { Size } from '../coordinates'
import type { PixelBox } from '../live-bitmap'
import { composed, enclosed, outlinesOf } from './draft-mask'
import { emptyDraft, isBlank, isPointed, pointedOn } from './draft-state'
import type { DraftState, PartMode, PromptBox, PromptStroke } from './draft-state'
import { areaOf, combine, stampLine } from './raster'

/** A line being drawn that is no step yet. */
export type Rubber =
  | { readonly kind: 'box'; readonly box: PromptBox }
  | { readonly kind: 'line'; readonly points: readonly ImagePoint[]; readonly positive: boolean }

export interface DraftEvents {
  /** Pixels changed, or all of them where no box is told. */
  onPixels(box: PixelBox | null): void
  /** Another step, or another line being drawn. */
  onState(): void
}

/** More steps than this are forgotten, the first ones first. */
const mostSteps = 200

/** One mask in the making, on its grid, with every step to take back. Knows no segmenter and no Vue. */
export class MaskDraft {
  readonly grid: Size
  readonly #events: DraftEvents
  #steps: DraftState[] = [emptyDraft]
  #at = 0
  #bits: Bitmap
  #preview: Mask | null = null
  #rubber: Rubber | null = null
  #brush: ImagePoint | null = null

  constructor(grid: Size, events: DraftEvents) {
    this.grid = grid
    this.#events = events
    this.#bits = emptyBitmap(grid.width, grid.height)
  }

  get state(): DraftState {
    return this.#steps[this.#at] ?? emptyDraft
  }
  /** The mask as it stands, previews included. Changes in place. */
  get bits(): Bitmap {
    return this.#bits
  }
  get rubber(): Rubber | null {
    return this.#rubber
  }
  get canUndo(): boolean {
    return this.#at > 0
  }
  get canRedo(): boolean {
    return this.#at < this.#steps.length - 1
  }
  get blank(): boolean {
    return isBlank(this.state)
  }

  /** Begins anew, with a mask that is there already or without one. */
  begin(base: Mask | null = null): void {
    this.#steps = [{ ...emptyDraft, base }]
    this.#at = 0
    this.#rubber = null
    this.#brush = null
    this.#recompose()
  }

  undo(): void {
    if (this.canUndo) this.#goTo(this.#at - 1)
  }

  redo(): void {
    if (this.canRedo) this.#goTo(this.#at + 1)
  }

  /** What would be answered if somebody clicked now; no step. */
  preview(mask: Mask | null): void {
    if (mask === this.#preview) return
    this.#preview = mask
    if (!isPointed(this.state)) this.#repaint()
  }

  stretch(rubber: Rubber | null): void {
    this.#rubber = rubber
    this.#events.onState()
  }

  addPoint(at: ImagePoint, positive: boolean): void {
    const state = this.#asPixels()
    this.#push(pointedOn(state, { points: [...state.points, { at, positive }] }))
  }

  setBox(box: PromptBox): void {
    this.#push(pointedOn(this.#asPixels(), { box }))
  }

  addStroke(stroke: PromptStroke): void {
    const state = this.#asPixels()
    this.#push(pointedOn(state, { strokes: [...state.strokes, stroke] }))
  }

  /** The answer to a state, if somebody still waits for it. */
  answered(asked: DraftState, answer: PromptAnswer): void {
    const at = this.#steps.indexOf(asked)
    if (at < 0) return
    this.#steps[at] = { ...asked, answer, choice: 0 }
    if (at === this.#at) this.#recompose()
  }

  /** Another one of the masks that answer the same prompts. */
  choose(step: number): void {
    const { answer, choice } = this.state
    const count = answer?.choices.length ?? 0
    if (count > 1) this.#push({ ...this.state, choice: (choice + step + count) % count })
  }

  /** What is pointed at next joins what is there, or is cut out of it; what was pointed at is settled. */
  setMode(mode: PartMode): void {
    this.#push({ ...emptyDraft, base: this.result(), mode })
  }

  addCorner(at: ImagePoint): void {
    this.#push({ ...this.state, path: [...this.state.path, at] })
  }

  /** Fills the polygon; fewer than three corners are none. Returns whether it was one. */
  closePath(): boolean {
    const { path } = this.state
    if (path.length < 3) return false
    this.fill(path)
    return true
  }

  /** Adds what a closed line encloses, or cuts it out. */
  fill(ring: readonly ImagePoint[], how: PartMode = this.state.mode): void {
    this.#rubber = null
    const bits = this.#unpreviewed()
    combine(bits, enclosed([ring], this.grid), how)
    this.#push({ ...emptyDraft, base: encodeRle(bits), mode: this.state.mode })
  }

  /** The mask as outlines whose corners can be moved, or as pixels again. */
  toggleOutlines(): void {
    if (this.state.rings !== null) this.#push(this.#asPixels())
    else this.setRings(outlinesOf(this.#unpreviewed()))
  }

  setRings(rings: readonly (readonly ImagePoint[])[]): void {
    this.#push({ ...emptyDraft, rings, mode: this.state.mode })
  }

  /** Moves a corner while it is dragged: the first move is a step, the next ones change that step. */
  moveCorner(ring: number | null, corner: number, to: ImagePoint, isFirst: boolean): void {
    const moved = withCorner(this.state, ring, corner, (line) => line.with(corner, to))
    this.#push(moved, isFirst)
  }

  removeCorner(ring: number | null, corner: number): void {
    this.#push(withCorner(this.state, ring, corner, (line) => line.toSpliced(corner, 1)))
  }

  insertCorner(ring: number, corner: number, at: ImagePoint): void {
    this.#push(withCorner(this.state, ring, corner, (line) => line.toSpliced(corner, 0, at)))
  }

  /** A brush (1) or an eraser (0) comes down. Radius in pixels of the grid. */
  brushDown(at: ImagePoint, radius: number, value: 0 | 1): void {
    this.#bits = this.#unpreviewed()
    this.#brush = at
    this.brushTo(at, radius, value)
  }

  brushTo(at: ImagePoint, radius: number, value: 0 | 1): void {
    if (this.#brush === null) return
    const { width, height } = this.grid
    const from = { x: this.#brush.x * width, y: this.#brush.y * height }
    const to = { x: at.x * width, y: at.y * height }
    this.#brush = at
    this.#events.onPixels(stampLine(this.#bits, from, to, radius, value))
  }

  /** The whole stroke is one step. */
  brushUp(): void {
    if (this.#brush === null) return
    this.#brush = null
    this.#push({ ...emptyDraft, base: encodeRle(this.#bits), mode: this.state.mode })
  }

  /** What to keep; null while nothing is inside. */
  result(): Mask | null {
    const bits = this.#unpreviewed()
    return areaOf(bits) === 0 ? null : encodeRle(bits)
  }

  #unpreviewed(): Bitmap {
    return composed(this.state, this.grid)
  }

  /** Outlines become pixels before anything else is done with them. */
  #asPixels(): DraftState {
    const { state } = this
    return state.rings === null ? state : { ...emptyDraft, base: this.result(), mode: state.mode }
  }

  #push(next: DraftState, isStep = true): void {
    const kept = this.#steps.slice(0, isStep ? this.#at + 1 : this.#at)
    this.#steps = [...kept, next].slice(-mostSteps)
    this.#at = this.#steps.length - 1
    this.#recompose()
  }

  #goTo(at: number): void {
    this.#at = at
    this.#rubber = null
    this.#recompose()
  }

  #recompose(): void {
    this.#preview = null
    this.#repaint()
    this.#events.onState()
  }

  #repaint(): void {
    this.#bits = composed(this.state, this.grid, this.#preview ?? this.state.held)
    this.#events.onPixels(null)
  }
}

function withCorner(
  state: DraftState,
  ring: number | null,
  corner: number,
  change: (line: readonly ImagePoint[]) => readonly ImagePoint[],
): DraftState {
  const line = ring === null ? state.path : state.rings?.[ring]
  if (line === undefined || corner > line.length) return state
  const changed = change(line)
  if (ring === null) return { ...state, path: changed }
  const rings = state.rings?.with(ring, changed) ?? []
  return { ...state, rings: rings.filter((one) => one.length > 2) }
}
