import type { ImagePoint } from '@contract/ids'
import { screenPoint, toImagePoint } from './coordinates'
import type { ScreenPoint, Size } from './coordinates'
import type { LiveBitmap, PixelBox } from './live-bitmap'
import { PointerGesture } from './pointer-gesture'
import type { Sketch } from './sketch'
import type { Marker, Picture, Surface } from './surface'
import type { CanvasTool } from './tool'
import { around, fit, panBy, toPicture, zoomAt } from './viewport'
import type { Viewport } from './viewport'

export interface EditorEvents {
  /** Someone clicked the picture, at fractions of its size. */
  onPoint(point: ImagePoint): void
  /** The picture is drawn at another scale or place. */
  onView(view: Viewport): void
  /** Space was pressed and released without a pan. */
  onSpace(): void
}

/** How a pointer is pressed: the right button or Shift, Ctrl or Cmd. */
export interface PressKeys {
  readonly other: boolean
  readonly more: boolean
}

const LEFT = 0
const RIGHT = 2

/** One picture that can be zoomed, panned and pointed at. Knows no Vue and no Konva. */
export class CanvasEditor {
  readonly gesture = new PointerGesture()
  readonly #surface: Surface
  readonly #events: EditorEvents
  #stage: Size = { width: 0, height: 0 }
  #picture: Picture | null = null
  #view: Viewport = { scale: 1, x: 0, y: 0 }
  #tool: CanvasTool | null = null
  /** The tool's own press goes on. */
  #isDown = false
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

  showBitmaps(bitmaps: readonly LiveBitmap[]): void {
    this.#surface.drawBitmaps(bitmaps)
  }

  showSketch(sketch: Sketch | null): void {
    this.#surface.drawSketch(sketch)
  }

  /** From now on presses are the tool's; null makes them clicks again. */
  use(tool: CanvasTool | null): void {
    this.cancel()
    this.#tool?.hover(null, this.#view.scale)
    this.#tool = tool
    this.#surface.drawRing(null, 1)
  }

  /** As near as a part of the picture fits, in its pixels. */
  showPart(part: PixelBox): void {
    if (this.#picture === null) return
    this.#fitted = false
    this.#look(around(part, this.#picture, this.#stage))
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

  pointerDown(at: ScreenPoint, button: number, keys?: PressKeys): void {
    const pressed = button === LEFT ? !this.gesture.spaceHeld : button === RIGHT
    if (this.#tool === null || this.#picture === null || !pressed) {
      this.gesture.down(at, button)
      return
    }
    this.#isDown = true
    const other = button === RIGHT || keys?.other === true
    const place = { at: toPicture(at, this.#view), scale: this.#view.scale }
    this.#tool.press({ ...place, other, more: keys?.more === true })
  }

  pointerMove(at: ScreenPoint): void {
    if (this.#tool !== null && !this.gesture.panning) this.#toolMove(this.#tool, at)
    const outcome = this.gesture.move(at)
    if (outcome.id !== 'pan' || this.#picture === null) return
    this.#fitted = false
    this.#look(panBy(this.#view, outcome.dx, outcome.dy, this.#picture, this.#stage))
  }

  pointerLeave(): void {
    this.#tool?.hover(null, this.#view.scale)
    this.#surface.drawRing(null, 1)
  }

  /** Forgets everything half done. */
  cancel(): void {
    this.gesture.cancel()
    if (this.#isDown) this.#tool?.cancel()
    this.#isDown = false
  }

  pointerUp(at: ScreenPoint): void {
    if (this.#isDown) {
      this.#isDown = false
      this.#tool?.release(toPicture(at, this.#view), this.#view.scale)
      return
    }
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

  #toolMove(tool: CanvasTool, at: ScreenPoint): void {
    const place = toPicture(at, this.#view)
    if (this.#isDown) tool.drag(place, this.#view.scale)
    else tool.hover(place, this.#view.scale)
    const ring = tool.ring() * this.#view.scale
    this.#surface.drawRing(ring > 0 ? at : null, ring)
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
