import type { ImageId } from '../../contract/ids'
import type {
  MaskChoice,
  PromptAnswer,
  SegmentEvidence,
  SegmentPrompt,
  SegmentTree,
} from '../../contract/segments'
import type { Activation } from '../../kernel/activation/activation'
import type { Call } from '../worker-channel'

/** A picture, and where what a segmenter reads of it may be kept. */
export interface SegmentPicture {
  readonly model: string
  /** Folder of the models that a person got. */
  readonly home: string
  readonly image: ImageId
  readonly path: string
  /** Changes with the file. */
  readonly stamp: string
  /** Upright, in pixels. */
  readonly width: number
  readonly height: number
  /** null keeps nothing. */
  readonly keep: { readonly directory: string; readonly limit: number } | null
  /** Threads of a network; 0 takes every core. */
  readonly threads: number
  /** Its process gives way to whatever somebody waits for. */
  readonly background: boolean
}

/** What a process with segmenters can be asked. Networks block it, and may take it along. */
export interface SegmentCalls {
  /** Tells when all is ready and the segmenter begins to answer. */
  prompt: Call<{ picture: SegmentPicture; prompt: SegmentPrompt }, PromptAnswer, 'guessing'>
  /** Reads a picture, so that prompts find it read. */
  read: Call<{ picture: SegmentPicture }, null>
  everything: Call<
    { picture: SegmentPicture },
    SegmentTree,
    { readonly done: number; readonly total: number }
  >
  evidence: Call<
    { picture: SegmentPicture; activation: Activation; choice: MaskChoice | null },
    SegmentEvidence
  >
}
