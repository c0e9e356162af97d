import { constants, setPriority } from 'node:os'
import { encodeRle } from '../../kernel/mask/rle'
import { cutByActivation } from '../../segmentation/cam/cut-by-activation'
import { segmentEverything } from '../../segmentation/everything/segment-everything'
import { toBitmap } from '../../segmentation/rasterise'
import { serveWorker } from '../worker-channel'
import { maskGrid, SegmentAnswers } from './segment-answers'
import type { SegmentCalls } from './segment-calls'
import { SegmentDesk } from './segment-desk'

const desk = new SegmentDesk()
const answers = new SegmentAnswers()
/** One prompt is answered at a time: those that wait leave when a newer one takes their place. */
let answering: Promise<unknown> = Promise.resolve()

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = answering.then(work, work)
  answering = turn.catch(() => undefined)
  return turn
}

serveWorker<SegmentCalls>({
  prompt: async ({ picture, prompt }, { signal, emit }) => {
    const segmenter = await desk.segmenter(picture)
    const embedding = await desk.embedding(picture, signal)
    const asked = answers.promptFor(prompt, picture.image, embedding)
    const guesses = await inTurn(async () => {
      signal.throwIfAborted()
      emit('guessing')
      return segmenter.guess(embedding, asked, signal)
    })
    signal.throwIfAborted()
    return answers.answer(guesses, picture.image, segmenter.id, picture)
  },

  read: async ({ picture }, { signal }) => {
    await desk.embedding(picture, signal)
    return null
  },

  everything: async ({ picture }, { signal, emit }) => {
    if (picture.background) setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
    const segmenter = await desk.segmenter(picture)
    const embedding = await desk.embedding(picture, signal)
    const wish = { grid: maskGrid(picture) }
    return segmentEverything(segmenter, embedding, null, wish, signal, (done, total) => {
      emit({ done, total })
    })
  },

  evidence: async ({ picture, activation, choice }, { signal }) => {
    const segmenter = await desk.segmenter(picture)
    const embedding = await desk.embedding(picture, signal)
    const options = choice === null ? {} : { choice }
    const cut = await inTurn(() =>
      cutByActivation(segmenter, embedding, activation, options, signal),
    )
    const { width, height } = maskGrid(picture)
    const mask = cut.guess && encodeRle(toBitmap(cut.guess, width, height))
    return {
      ...{ mask, model: segmenter.id, peaks: [...cut.peaks], quality: cut.guess?.quality ?? null },
      ...{ stability: cut.stability ?? null, activation: cut.activation ?? null },
      reliability: cut.reliability ?? null,
    }
  },
})
