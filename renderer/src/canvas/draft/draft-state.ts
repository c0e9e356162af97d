import type { ImagePoint } from '@contract/ids'
import type { Mask, PromptAnswer, SegmentPrompt } from '@contract/segments'

export type PromptBox = NonNullable<SegmentPrompt['box']>
export type PromptPoint = SegmentPrompt['points'][number]
export type PromptStroke = SegmentPrompt['strokes'][number]
/** Whether a new part joins what is there or is cut out of it. */
export type PartMode = 'add' | 'subtract'

/** A mask in the making; every step makes a new one, so that any step can be taken back. */
export interface DraftState {
  /** What is settled: drawn, or pointed at before the part that is being pointed at now. */
  readonly base: Mask | null
  readonly mode: PartMode
  readonly points: readonly PromptPoint[]
  readonly box: PromptBox | null
  readonly strokes: readonly PromptStroke[]
  /** The answer that these prompts refine. */
  readonly previous: SegmentPrompt['previous']
  /** null while it is not here. */
  readonly answer: PromptAnswer | null
  readonly choice: number
  /** What was answered before, shown until the new answer is here. */
  readonly held: Mask | null
  /** Corners of a polygon that is not closed yet. */
  readonly path: readonly ImagePoint[]
  /** The whole mask as outlines whose corners can be moved; null while it is pixels. */
  readonly rings: readonly (readonly ImagePoint[])[] | null
}

export const emptyDraft: DraftState = {
  base: null,
  mode: 'add',
  points: [],
  box: null,
  strokes: [],
  previous: null,
  answer: null,
  choice: 0,
  held: null,
  path: [],
  rings: null,
}

/** Whether anybody pointed at anything. */
export function isPointed({ points, box, strokes }: DraftState): boolean {
  return points.length > 0 || box !== null || strokes.length > 0
}

/** Whether a segmenter has to be asked; without any place that belongs to the thing none can answer. */
export function needsAnswer(state: DraftState): boolean {
  const positive =
    state.box !== null ||
    state.points.some((point) => point.positive) ||
    state.strokes.some((stroke) => stroke.positive)
  return state.answer === null && positive
}

export function isBlank(state: DraftState): boolean {
  return state.base === null && state.rings === null && state.path.length === 0 && !isPointed(state)
}

export function promptOf({ points, box, strokes, previous }: DraftState): SegmentPrompt {
  return { points: [...points], box, strokes: [...strokes], previous }
}

/** The same with one thing more pointed at: what was answered so far is refined. */
export function pointedOn(
  state: DraftState,
  more: Partial<Pick<DraftState, 'points' | 'box' | 'strokes'>>,
): DraftState {
  const { answer, choice, previous } = state
  return {
    ...state,
    ...more,
    previous: answer === null ? previous : { answer: answer.answer, choice },
    held: answeredMask(state) ?? state.held,
    answer: null,
    choice: 0,
  }
}

/** The mask that the segmenter's chosen answer gives, or none yet. */
export function answeredMask({ answer, choice }: DraftState): Mask | null {
  return answer?.choices[choice]?.mask ?? null
}
