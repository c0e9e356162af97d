import type { ImagePoint } from '@contract/ids'
import { screenPoint, toImagePoint } from './coordinates'
import type { ScreenPoint, Size } from './coordinates'
import { PointerGesture } from './pointer-gesture'
import type { Marker, Picture, Surface } from './surface'
import { fit, panBy, toPicture, zoomAt } from './viewport'
import type { Viewport } from './viewport'

export interface EditorEvents {
  /** Someone clicked the picture, at fractions of its size. */
  onPoint(point: ImagePoint): void
  /** The picture is drawn at another scale or place. */
  onView(view: Viewport): void
  /** Space was pressed and released without a pan. */
  onSpace(): void
}

/** One picture that can be zoomed, panned and pointed at. Knows no Vue and no Konva. */
export class CanvasEditor {
  readonly gesture = new PointerGesture()
  readonly #surface: Surface
  readonly #events: EditorEvents
  #stage: Size = { width: 0, height: 0 }
  #picture: Picture | null = null
  #view: Viewport = { scale: 1, x: 0, y: 0 }
  /** While true, a new size of the stage fits the picture again. */
  #fitted = true

  constructor(surface: Surface, events: EditorEvents) {
    this.#surface = surface
    this.#events = events
  }

  get view(): Viewport {
    return this.#view
  }

  resize(stage: Size): void {
    this.#stage = stage
    this.#surface.resize(stage)
    if (this.#picture === null) return
    if (this.#fitted) this.fit()
    else this.#look(panBy(this.#view, 0, 0, this.#picture, stage))
  }

  /** Another picture is fitted; a sharper source of the same picture keeps the view. */
  show(picture: Picture | null, isSame: boolean): void {
    this.#picture = picture
    this.#surface.drawPicture(picture)
    if (picture === null) return
    if (isSame) this.#look(this.#view)
    else this.fit()
  }

  showHeat(source: CanvasImageSource | null, opacity: number): void {
    this.#surface.drawHeat(source, opacity)
  }

  showMarkers(markers: readonly Marker[]): void {
    this.#surface.drawMarkers(markers)
  }

  fit(): void {
    if (this.#picture === null) return
    this.#fitted = true
    this.#look(fit(this.#picture, this.#stage))
  }

  /** One picture pixel on one CSS pixel, around the middle of the stage. */
  actualSize(): void {
    this.zoom(1 / this.#view.scale)
  }

  zoom(factor: number, at: ScreenPoint = this.#middle()): void {
    if (this.#picture === null) return
    this.#fitted = false
    this.#look(zoomAt(this.#view, at, factor, this.#picture, this.#stage))
  }

  pointerDown(at: ScreenPoint, button: number): void {
    this.gesture.down(at, button)
  }

  pointerMove(at: ScreenPoint): void {
    const outcome = this.gesture.move(at)
    if (outcome.id !== 'pan' || this.#picture === null) return
    this.#fitted = false
    this.#look(panBy(this.#view, outcome.dx, outcome.dy, this.#picture, this.#stage))
  }

  pointerUp(at: ScreenPoint): void {
    const outcome = this.gesture.up(at)
    if (outcome.id !== 'click' || this.#picture === null) return
    const point = toImagePoint(toPicture(outcome.at, this.#view), this.#picture)
    if (point !== null) this.#events.onPoint(point)
  }

  releaseSpace(): void {
    if (this.gesture.releaseSpace()) this.#events.onSpace()
  }

  destroy(): void {
    this.#surface.destroy()
  }

  #middle(): ScreenPoint {
    return screenPoint(this.#stage.width / 2, this.#stage.height / 2)
  }

  #look(view: Viewport): void {
    this.#view = view
    if (this.#picture !== null) this.#surface.place(view, this.#picture)
    this.#events.onView(view)
  }
}
