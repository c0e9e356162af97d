import Konva from 'konva'
import { fromImagePoint } from '../coordinates'
import type { Size } from '../coordinates'
import type { Marker, Picture, Surface } from '../surface'
import type { Viewport } from '../viewport'

const MARKER_RADIUS = 7

/** Draws on three Konva layers: the picture, the heat map over it, the markers over both. */
export class KonvaSurface implements Surface {
  readonly #stage: Konva.Stage
  readonly #picture = new Konva.Image({ image: undefined, listening: false })
  readonly #heat = new Konva.Image({ image: undefined, listening: false })
  readonly #base = new Konva.Layer({ listening: false })
  readonly #evidence = new Konva.Layer({ listening: false })
  readonly #signs = new Konva.Layer({ listening: false })
  #markers: readonly Marker[] = []
  #view: Viewport = { scale: 1, x: 0, y: 0 }
  #size: Size = { width: 1, height: 1 }

  constructor(container: HTMLDivElement) {
    this.#stage = new Konva.Stage({ container, width: 1, height: 1, listening: false })
    this.#base.add(this.#picture)
    this.#evidence.add(this.#heat)
    this.#stage.add(this.#base, this.#evidence, this.#signs)
  }

  resize(stage: Size): void {
    this.#stage.size({ width: Math.max(1, stage.width), height: Math.max(1, stage.height) })
  }

  place(view: Viewport, picture: Size): void {
    this.#view = view
    this.#size = picture
    for (const node of [this.#picture, this.#heat]) {
      node.position({ x: view.x, y: view.y })
      node.size({ width: picture.width * view.scale, height: picture.height * view.scale })
    }
    this.drawMarkers(this.#markers)
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
    this.#signs.destroyChildren()
    for (const marker of markers) this.#signs.add(this.#sign(marker))
    this.#signs.batchDraw()
  }

  destroy(): void {
    this.#stage.destroy()
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
