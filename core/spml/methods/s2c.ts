import { NO_PSEUDO, PRESENT, UNKNOWN } from '../method'
import type { Method, SegmentRows, StepInput } from '../method'
import { camCrossEntropy } from '../parts/cam-cross-entropy'
import type { PictureTarget } from '../parts/cam-cross-entropy'
import { pictureOf, targetMap, reliabilityOf } from '../parts/cam-prompting'
import type { PromptOptions } from '../parts/cam-prompting'
import { addUp, outputOf } from '../parts/loss-parts'
import type { LossPart } from '../parts/loss-parts'
import { describe } from '../parts/method-info'
import { integer, invalid, number } from '../parts/parameters'
import { segmentContrast } from '../parts/segment-contrast'
import { checkedSegments, segmentsAt } from '../parts/segment-rows'
import { stretchOf } from '../parts/stretch'
import type { Stretch } from '../parts/stretch'
import { correctForStep, largeLossParameters } from './large-loss'

const KWEON = 'Kweon & Yoon, "From SAM to CAMs", CVPR 2024'
const CODE = `${KWEON}, released code`
const THESIS = 'The thesis that takes it to single positives'
/** Segments that pixels are told apart by: neither parts nor wholes. */
const USUAL = 1

/** LL-Ct on a head that segments teach where to look. */
export const s2c: Method = {
  info: describe({
    id: 's2c-ll-ct',
    title: 'Segments teach where to look',
    belief:
      'What nobody labelled is absent, unless it fits so badly that it counts as present; and what is one segment is one thing, so a class ends where its segments end.',
    source: `${KWEON}; with a large loss as in the thesis`,
    needs: ['map-head', 'segments'],
    parameters: [
      ...largeLossParameters(1, THESIS),
      number('ssc', 'Weight of the contrast of segments', 1, [0, 100], KWEON),
      number('temperature', 'Temperature of that contrast', 1, [0.01, 100], CODE),
      number('cpm', 'Weight of what activations prompt', 1, [0, 100], KWEON),
      integer('sstart', 'Epochs before activations prompt', 2, [0, 1000], CODE),
      integer('choice', 'Prompts mean a part (0), the middle (1), the whole (2)', 2, [0, 2], CODE),
      number('peak', 'Activation above which a peak prompts', 0.5, [0, 1], CODE),
      number('distance', 'Between two peaks, share of the side', 20 / 256, [0, 1], CODE),
      number(
        'reliable',
        'Trust above which an unknown label is taken for present',
        0.5,
        [0, 1],
        THESIS,
      ),
      integer('parity', 'As released: no segment is one too (1)', 0, [0, 1], CODE),
    ],
    limits:
      'Activations count for labels that people gave and for those that segments make likely, never for hidden ones. The segments that a peak lies in stand in for the mask that a segmenter would give for it; activations are those of one scale; and two layers on the chosen backbone stand in for a ResNet-38.',
  }),
  outputs: ['cells', 'evidence'],
  network: 'cells',
  step: (input) => {
    const { outputs, labels, state, parameters, moment } = input
    const cells = outputOf(outputs, 'cells', false)
    const evidence = outputOf(outputs, 'evidence', false)
    const segments = segmentsOf(input)
    const { ssc = 0, cpm = 0, sstart = 0 } = parameters
    const { marked, ...cls } = classification(input)
    const stretch = stretchOf(edgeOf(input, evidence.length), segments.side)
    const prompts = moment.epoch > sstart && labels.state.length > 0
    const pseudo = prompts ? reliableLabels(input, segments) : labels.pseudo
    const sum = addUp(outputs.logits.length, {
      cls: [1, cls],
      ssc: [ssc, contrast(input, segments, stretch, cells)],
      cpm: [prompts ? cpm : 0, prompting(input, segments, stretch, pseudo)],
    })
    return { ...sum, state, pseudo, marked: union(marked, pseudo) }
  },
  trust: (input) => {
    const { state } = input.labels
    const pseudo = reliableLabels(input, segmentsOf(input))
    return pseudo.map((trust, i) => (state[i] === PRESENT ? 1 : Number.isNaN(trust) ? 0 : trust))
  },
  check: ({ sstart = 0, cpm = 0 }, epochs) => {
    if (cpm === 0 || sstart < epochs) return
    throw invalid(`${sstart} epochs before activations prompt leave none of ${epochs} epochs.`)
  },
}

function segmentsOf({ segments, labels, moment }: StepInput): SegmentRows {
  return checkedSegments(segments, labels.state.length / moment.classes)
}

/** What segments found is no target of LL-Ct, which would no longer suspect it. */
function classification(input: StepInput): LossPart & { marked: readonly number[] } {
  const pseudo = new Float32Array(input.labels.pseudo.length).fill(NO_PSEUDO)
  const { loss, grads, marked } = correctForStep({ ...input, labels: { ...input.labels, pseudo } })
  return { loss, grads: { logits: grads.logits }, marked }
}

function contrast(
  { parameters: { temperature = 1, parity = 0 } }: StepInput,
  segments: SegmentRows,
  stretch: Stretch,
  cells: Parameters<typeof segmentContrast>[0],
): LossPart {
  const options = { temperature, parity: parity === 1 }
  return segmentContrast(cells, segmentsAt(segments, USUAL), stretch, options)
}

function prompting(
  input: StepInput,
  segments: SegmentRows,
  stretch: Stretch,
  pseudo: Float32Array,
): LossPart {
  const { outputs, labels, moment } = input
  const { classes } = moment
  const evidence = outputOf(outputs, 'evidence', false)
  const images = labels.state.length / classes
  const targets = Array.from({ length: images }, (_, image): PictureTarget | null => {
    const places = Array.from({ length: classes }, (_, c) => image * classes + c)
    const shown = places.flatMap((i, c) =>
      labels.state[i] === PRESENT || (pseudo[i] ?? 0) > 0 ? [c] : [],
    )
    const picture = pictureOf(segments, { evidence, classes, images }, image)
    const map = targetMap(picture, shown, promptOptions(input))
    return map && { map, shown }
  })
  return camCrossEntropy(evidence, targets, classes, stretch)
}

/** How far unknown labels can be trusted that can be, for the others nothing [B * C]. */
function reliableLabels(input: StepInput, segments: SegmentRows): Float32Array {
  const { outputs, labels, moment, parameters } = input
  const { classes } = moment
  const { reliable = 1 } = parameters
  const evidence = outputOf(outputs, 'evidence', false)
  const images = labels.state.length / classes
  const options = promptOptions(input)
  const pseudo = new Float32Array(labels.state.length).fill(NO_PSEUDO)
  for (const [i, label] of labels.state.entries()) {
    if (label !== UNKNOWN) continue
    const picture = pictureOf(segments, { evidence, classes, images }, Math.floor(i / classes))
    const trust = reliabilityOf(picture, i % classes, options, reliable)
    if (trust > reliable) pseudo[i] = trust
  }
  return pseudo
}

function promptOptions({ parameters }: StepInput): PromptOptions {
  const { peak: threshold = 0, distance = 0, choice = 0 } = parameters
  return { threshold, distance, choice }
}

/** Cells along an edge of the map. */
function edgeOf({ labels }: StepInput, evidence: number): number {
  return Math.sqrt(evidence / Math.max(1, labels.state.length))
}

function union(marked: readonly number[], pseudo: Float32Array): number[] {
  const found = new Set(marked)
  for (const [i, target] of pseudo.entries()) if (!Number.isNaN(target)) found.add(i)
  return [...found].sort((a, b) => a - b)
}
