import Konva from 'konva'
import { fromImagePoint } from '../coordinates'
import type { ScreenPoint, Size } from '../coordinates'
import type { LiveBitmap } from '../live-bitmap'
import type { Sketch } from '../sketch'
import type { Marker, Picture, Surface } from '../surface'
import type { Viewport } from '../viewport'
import { drawSketch } from './konva-sketch'

const MARKER_RADIUS = 7

/** Draws on three Konva layers: the picture, heat map and masks over it, the markers over all. */
export class KonvaSurface implements Surface {
  readonly #stage: Konva.Stage
  readonly #picture = new Konva.Image({ image: undefined, listening: false })
  readonly #heat = new Konva.Image({ image: undefined, listening: false })
  readonly #base = new Konva.Layer({ listening: false })
  readonly #evidence = new Konva.Layer({ listening: false })
  readonly #signs = new Konva.Layer({ listening: false })
  readonly #bitmaps = new Konva.Group({ listening: false })
  readonly #markerGroup = new Konva.Group({ listening: false })
  readonly #sketchGroup = new Konva.Group({ listening: false })
  readonly #ring = new Konva.Group({ visible: false, listening: false })
  /** Light and dark, so that they show on any picture. */
  readonly #rings = [
    new Konva.Circle({ radius: 1, stroke: '#000000', strokeWidth: 3, opacity: 0.5 }),
    new Konva.Circle({ radius: 1, stroke: '#ffffff', strokeWidth: 1.25 }),
  ]
  #forgetBitmaps: (() => void)[] = []
  #sketch: Sketch | null = null
  #markers: readonly Marker[] = []
  #view: Viewport = { scale: 1, x: 0, y: 0 }
  #size: Size = { width: 1, height: 1 }

  constructor(container: HTMLDivElement) {
    this.#stage = new Konva.Stage({ container, width: 1, height: 1, listening: false })
    this.#base.add(this.#picture)
    this.#evidence.add(this.#heat, this.#bitmaps)
    this.#ring.add(...this.#rings)
    this.#signs.add(this.#markerGroup, this.#sketchGroup, this.#ring)
    this.#stage.add(this.#base, this.#evidence, this.#signs)
  }

  resize(stage: Size): void {
    this.#stage.size({ width: Math.max(1, stage.width), height: Math.max(1, stage.height) })
  }

  place(view: Viewport, picture: Size): void {
    this.#view = view
    this.#size = picture
    const images = this.#bitmaps.getChildren((node) => node instanceof Konva.Image)
    for (const node of [this.#picture, this.#heat, ...images]) this.#lay(node)
    this.drawMarkers(this.#markers)
    this.drawSketch(this.#sketch)
  }

  drawPicture(picture: Picture | null): void {
    this.#picture.image(picture?.source ?? undefined)
    this.#base.batchDraw()
  }

  drawHeat(source: CanvasImageSource | null, opacity: number): void {
    this.#heat.image(source ?? undefined)
    this.#heat.opacity(opacity)
    this.#evidence.batchDraw()
  }

  drawMarkers(markers: readonly Marker[]): void {
    this.#markers = markers
    this.#markerGroup.destroyChildren()
    for (const marker of markers) this.#markerGroup.add(this.#sign(marker))
    this.#signs.batchDraw()
  }

  drawBitmaps(bitmaps: readonly LiveBitmap[]): void {
    for (const forget of this.#forgetBitmaps) forget()
    this.#bitmaps.destroyChildren()
    for (const { canvas } of bitmaps) {
      const node = new Konva.Image({ image: canvas, listening: false })
      this.#lay(node)
      this.#bitmaps.add(node)
    }
    const draw = () => this.#evidence.batchDraw()
    this.#forgetBitmaps = bitmaps.map((bitmap) => bitmap.onChange(draw))
    draw()
  }

  drawSketch(sketch: Sketch | null): void {
    this.#sketch = sketch
    drawSketch(this.#sketchGroup, sketch, this.#view, this.#size)
    this.#signs.batchDraw()
  }

  drawRing(at: ScreenPoint | null, radius: number): void {
    if (at === null && !this.#ring.visible()) return
    this.#ring.visible(at !== null)
    if (at !== null) this.#ring.position({ x: at.x, y: at.y })
    for (const circle of this.#rings) circle.radius(radius)
    this.#signs.batchDraw()
  }

  destroy(): void {
    for (const forget of this.#forgetBitmaps) forget()
    this.#stage.destroy()
  }

  #lay(node: Konva.Node): void {
    const { scale, x, y } = this.#view
    node.position({ x, y })
    node.size({ width: this.#size.width * scale, height: this.#size.height * scale })
  }

  /** A dot in the class colour between two rings, so that it shows on any picture. */
  #sign(marker: Marker): Konva.Group {
    const at = fromImagePoint(marker.point, this.#size)
    const group = new Konva.Group({
      x: at.x * this.#view.scale + this.#view.x,
      y: at.y * this.#view.scale + this.#view.y,
    })
    const ring = { radius: MARKER_RADIUS, stroke: '#ffffff', strokeWidth: 2 }
    group.add(new Konva.Circle({ radius: MARKER_RADIUS + 1.5, stroke: '#000000', strokeWidth: 1 }))
    group.add(
      marker.pending
        ? new Konva.Circle({ ...ring, dash: [4, 3] })
        : new Konva.Circle({ ...ring, fill: marker.colour }),
    )
    if (marker.pending) group.add(new Konva.Circle({ radius: 2, fill: '#ffffff' }))
    return group
  }
}
