/** How a picture is fetched and decoded; another one stands in under test. */
export type DecodePicture = (url: string) => Promise<HTMLImageElement>

/** Resolves once the browser could paint it without waiting; rejects when it cannot be read. */
export async function decodePicture(url: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.decoding = 'async'
  image.src = url
  await image.decode()
  return image
}

interface Entry {
  readonly coming: Promise<HTMLImageElement>
  ready: HTMLImageElement | null
}

/**
 * Decoded pictures by address, the ones used last kept. A decoded picture of 1280 px takes about
 * 5 MB, which is why there is a limit.
 */
export class PictureCache {
  readonly #entries = new Map<string, Entry>()
  readonly #limit: number
  readonly #decode: DecodePicture

  constructor(limit: number, decode: DecodePicture = decodePicture) {
    this.#limit = limit
    this.#decode = decode
  }

  /** The picture if it can be painted now. */
  peek(url: string): HTMLImageElement | null {
    return this.#entries.get(url)?.ready ?? null
  }

  load(url: string): Promise<HTMLImageElement> {
    const known = this.#entries.get(url)
    const entry = known ?? this.#start(url)
    // Set again, so that the order of the map is the order of use.
    this.#entries.delete(url)
    this.#entries.set(url, entry)
    this.#forgetOldest()
    return entry.coming
  }

  /** Decodes ahead of need; who shows the picture later hears of any failure then. */
  preload(urls: readonly string[]): void {
    for (const url of urls) this.load(url).catch(() => undefined)
  }

  /** What is at these addresses has changed: nothing of it is painted any more. */
  clear(): void {
    this.#entries.clear()
  }

  #start(url: string): Entry {
    const entry: Entry = { coming: this.#decode(url), ready: null }
    entry.coming.then(
      (image) => (entry.ready = image),
      // Forgotten, so that the next one to ask tries again.
      () => this.#entries.delete(url),
    )
    return entry
  }

  #forgetOldest(): void {
    for (const url of this.#entries.keys()) {
      if (this.#entries.size <= this.#limit) return
      this.#entries.delete(url)
    }
  }
}
