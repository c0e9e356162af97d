import { readWhole } from '../../inference/read-whole'
import { packEmbedding, unpackEmbedding } from '../../segmentation/embedding-bytes'
import { openSegmenter } from '../../segmentation/open-segmenter'
import type { Embedding, Segmenter } from '../../segmentation/segmenter'
import { keptFiles } from '../../store/kept-files'
import { abortable } from '../abortable'
import type { SegmentPicture } from './segment-calls'

/** Networks take hundreds of megabytes, embeddings some ten. */
const mostSegmenters = 2
const mostEmbeddings = 6

/** An embedding on its way, for all who wait for it. */
interface Reading {
  readonly done: Promise<Embedding>
  readonly abort: AbortController
  waiting: number
  isDone: boolean
}

/** The segmenters that are open, and the pictures that they have read lately. */
export class SegmentDesk {
  readonly #segmenters = new Map<string, Promise<Segmenter>>()
  readonly #read = new Map<string, Reading>()

  /** Throws MODEL_MISSING or MODEL_INVALID. */
  async segmenter({ model, home, threads }: SegmentPicture): Promise<Segmenter> {
    const known = this.#segmenters.get(model)
    if (known) return known
    while (this.#segmenters.size >= mostSegmenters) await this.#closeOldest()
    const opening = openSegmenter(model, { home, threads })
    this.#segmenters.set(model, opening)
    opening.catch(() => this.#segmenters.delete(model))
    return opening
  }

  /**
   * What a segmenter has read of a picture: from memory, from disk, or read now. Goes on for as long
   * as anybody waits for it. Throws IMAGE_UNREADABLE.
   */
  async embedding(picture: SegmentPicture, signal: AbortSignal): Promise<Embedding> {
    signal.throwIfAborted()
    const key = nameOf(picture)
    const reading = this.#read.get(key) ?? this.#start(key, picture)
    // Used last: at the end of the map.
    this.#read.delete(key)
    this.#read.set(key, reading)
    reading.waiting++
    try {
      return await abortable(reading.done, signal)
    } finally {
      if (--reading.waiting === 0 && !reading.isDone) {
        if (this.#read.get(key) === reading) this.#read.delete(key)
        reading.abort.abort(signal.reason)
      }
    }
  }

  #start(key: string, picture: SegmentPicture): Reading {
    const abort = new AbortController()
    const done = this.#make(picture, abort.signal)
    const reading: Reading = { done, abort, waiting: 0, isDone: false }
    done.then(
      () => {
        reading.isDone = true
        this.#forgetOldest()
      },
      () => {
        if (this.#read.get(key) === reading) this.#read.delete(key)
      },
    )
    return reading
  }

  async #make(picture: SegmentPicture, signal: AbortSignal): Promise<Embedding> {
    const segmenter = await this.segmenter(picture)
    const files = picture.keep && keptFiles(picture.keep.directory, picture.keep.limit)
    const kept = await files?.read(nameOf(picture))
    const known = kept ? unpackEmbedding(kept) : null
    if (known?.model === segmenter.id) return known
    signal.throwIfAborted()
    const pixels = await readWhole(picture.path, segmenter.side)
    signal.throwIfAborted()
    const embedding = await segmenter.embed(pixels, signal)
    // Only a cache: on a full disk the next look at the picture takes longer.
    await files?.write(nameOf(picture), packEmbedding(embedding)).catch(() => undefined)
    return embedding
  }

  #forgetOldest(): void {
    const finished = [...this.#read].filter(([, { isDone, waiting }]) => isDone && waiting === 0)
    for (const [key] of finished.slice(0, Math.max(0, finished.length - mostEmbeddings))) {
      this.#read.delete(key)
    }
  }

  async #closeOldest(): Promise<void> {
    const [oldest] = this.#segmenters
    if (!oldest) return
    this.#segmenters.delete(oldest[0])
    await oldest[1].then((segmenter) => segmenter.close()).catch(() => undefined)
  }
}

/** Of a picture and a segmenter; another one when the file changes. */
function nameOf({ model, image, stamp }: SegmentPicture): string {
  return `${model}/${image}-${stamp}`
}
