/** An upright picture [height, width, 3], RGB bytes. */
export interface RgbPicture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** One array of an embedding, as it is kept on disk. */
export interface EmbeddingArray {
  readonly name: string
  readonly dims: readonly number[]
  readonly data: Float32Array | Uint16Array | Uint8Array
}

/** What a segmenter computes of a picture once; every prompt then is quick. */
export interface Embedding {
  readonly model: string
  /** Of the upright picture that it saw, in pixels. */
  readonly width: number
  readonly height: number
  readonly arrays: readonly EmbeddingArray[]
}

/** A place in pixels of the embedding's width and height, from the upper left corner. */
export interface PromptPoint {
  readonly x: number
  readonly y: number
  readonly positive: boolean
}

export interface PromptBox {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

export interface PromptStroke {
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly positive: boolean
  /** Pixels. */
  readonly width: number
}

export interface Prompt {
  readonly points: readonly PromptPoint[]
  readonly box: PromptBox | null
  readonly strokes: readonly PromptStroke[]
  /** `memory` of the guess that these prompts refine. */
  readonly previous: Float32Array | null
}

/** One mask that answers a prompt. */
export interface Guess {
  /** Logits [height, width] of a raster that covers the whole picture; above 0 is inside. */
  readonly logits: Float32Array
  readonly width: number
  readonly height: number
  /** The IoU that the segmenter expects, 0..1. */
  readonly quality: number
  /** What a refining prompt gives back. */
  readonly memory: Float32Array
}

/** What a network says of each part of a picture; covers all of it. */
export interface FeatureMap {
  /** [channels, height, width] */
  readonly data: Float32Array
  readonly channels: number
  readonly width: number
  readonly height: number
}

/**
 * Cuts things out of pictures. `basic` comes with Singlet, the others are networks of the SAM family.
 * Both calls may block their thread for a while: they belong into a worker.
 */
export interface Segmenter {
  readonly id: string
  /** Longest side in pixels of the picture that `embed` wants to see. */
  readonly side: number
  embed(picture: RgbPicture, signal?: AbortSignal): Promise<Embedding>
  /**
   * Masks for one prompt, in the segmenter's own order (of a network with several: part, middle, whole);
   * none where nothing was found. Throws BAD_REQUEST for a prompt without any positive place or box.
   */
  guess(embedding: Embedding, prompt: Prompt, signal?: AbortSignal): Promise<Guess[]>
  /** The masks of many single positive points, as `guess` gives them, one list a point. */
  guessEach(
    embedding: Embedding,
    points: readonly { readonly x: number; readonly y: number }[],
    signal?: AbortSignal,
  ): Promise<Guess[][]>
  /** What an embedding says of each place, by which segments that look alike are known. */
  features?(embedding: Embedding): FeatureMap
  close(): Promise<void>
}
