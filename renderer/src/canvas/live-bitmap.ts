import type { Size } from './coordinates'

/** A rectangle of pixels: x1 and y1 are just outside. */
export interface PixelBox {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** A transparent bitmap over the whole picture, painted in place; who shows it is told of each change. */
export class LiveBitmap {
  readonly size: Size
  readonly canvas: HTMLCanvasElement
  /** RGBA as numbers, [height, width]; `refresh` puts it on the canvas. */
  readonly pixels: Uint32Array
  readonly #image: ImageData
  readonly #context: CanvasRenderingContext2D | null
  readonly #listeners = new Set<() => void>()

  constructor(size: Size) {
    this.size = size
    this.canvas = document.createElement('canvas')
    this.canvas.width = size.width
    this.canvas.height = size.height
    this.#context = this.canvas.getContext('2d')
    this.#image = new ImageData(size.width, size.height)
    this.pixels = new Uint32Array(this.#image.data.buffer)
  }

  /** Shows what was painted, all of it or what lies in a box. */
  refresh({ x0, y0, x1, y1 }: PixelBox = this.#whole()): void {
    if (x1 <= x0 || y1 <= y0) return
    this.#context?.putImageData(this.#image, 0, 0, x0, y0, x1 - x0, y1 - y0)
    for (const listener of this.#listeners) listener()
  }

  /** Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #whole(): PixelBox {
    return { x0: 0, y0: 0, x1: this.size.width, y1: this.size.height }
  }
}
