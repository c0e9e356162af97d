import { GraphPart } from '../onnx/graph-part'
import { floatPort, integerPort } from '../onnx/onnx-format'
import { mapsOf } from './test-encoder'
import type { TestGraph, TestKind } from './test-models'

const SIZE = 256
const FAR = 1e6
/** Radii of the discs: part, middle, whole; exports with four masks begin with one for clear prompts. */
const RADII = [16, 40, 96]
const SCORES = [0.5, 0.9, 0.7]
const CLEAR_RADIUS = 24
const CLEAR_SCORE = 0.8
/** Of what a negative point takes away. */
const TAKEN = 12

const isAxes = (kind: TestKind) => kind === 'slimsam' || kind === 'sam-boxes' || kind === 'sam2'
const hasBoxes = (kind: TestKind) => kind === 'sam-boxes' || kind === 'sam2'
const hasFour = (kind: TestKind) => kind === 'mobile-sam' || kind === 'edge-sam'
const hasMask = (kind: TestKind) => kind === 'mobile-sam' || kind === 'sam2-files'

/** The half that answers; see `writeTestSam` for what it makes of prompts. */
export function decoderPart(kind: TestKind): TestGraph {
  const part = new GraphPart()
  const axes = isAxes(kind)
  const [points, labels] = axes ? axesPrompts(part) : labelPrompts(part)
  const discs = discsOf(part, points, labels, kind)
  const limits = [...negatives(part, points, labels), ...boxLimits(part, points, labels, kind)]
  if (hasMask(kind)) limits.push(memory(part))
  const masks = part.node('Min', [discs, ...limits], 'masks5')
  const scores = scoresOf(part, masks, kind)
  return { part, inputs: inputsOf(kind), outputs: outputsOf(part, kind, masks, scores) }
}

function inputsOf(kind: TestKind): Uint8Array[] {
  const embeddings = mapsOf(kind).map(({ name, sizes }) => floatPort(name, sizes))
  const many = kind === 'edge-sam' || kind === 'mobile-sam' ? 1 : 'prompts'
  const prompts = isAxes(kind)
    ? [
        floatPort('input_points', [1, 'prompts', 'points', 2]),
        integerPort('input_labels', [1, 'prompts', 'points']),
        ...(hasBoxes(kind) ? [floatPort('input_boxes', [1, 'boxes', 4])] : []),
      ]
    : [floatPort('point_coords', [many, 'points', 2]), floatPort('point_labels', [many, 'points'])]
  const mask = [floatPort('mask_input', [1, 1, SIZE, SIZE]), floatPort('has_mask_input', [1])]
  const size = kind === 'mobile-sam' ? [floatPort('orig_im_size', [2])] : []
  return [...embeddings, ...prompts, ...(hasMask(kind) ? mask : []), ...size]
}

function outputsOf(part: GraphPart, kind: TestKind, masks: string, scores: string): Uint8Array[] {
  if (isAxes(kind)) {
    part.output('Identity', [masks], 'pred_masks')
    part.output('Identity', [scores], 'iou_scores')
    return [
      floatPort('iou_scores', [1, 'prompts', 3]),
      floatPort('pred_masks', [1, 'prompts', 3, SIZE, SIZE]),
    ]
  }
  const low = kind === 'mobile-sam' ? 'low_res_masks' : 'masks'
  const iou = kind === 'edge-sam' ? 'scores' : 'iou_predictions'
  const first = part.integers('first', [0])
  part.output('Squeeze', [masks, first], low)
  part.output('Squeeze', [scores, first], iou)
  const count = hasFour(kind) ? 4 : 3
  const all = [floatPort(iou, ['prompts', count]), floatPort(low, ['prompts', count, SIZE, SIZE])]
  if (kind !== 'mobile-sam') return all
  enlarged(part, low)
  return [floatPort('masks', ['prompts', count, 'height', 'width']), ...all]
}

/** Masks of the size that `orig_im_size` names, as segment-anything gives them beside the small ones. */
function enlarged(part: GraphPart, low: string): void {
  const size = part.node('Cast', ['orig_im_size'], 'size', { to: 7 })
  const shape = part.node('Shape', [low], 'shape', { end: 2 })
  const sizes = part.node('Concat', [shape, size], 'sizes', { axis: 0 })
  part.output('Resize', [low, '', '', sizes], 'masks', { mode: 'linear' })
}

/** Points [1, prompts, points + 1, 2] and labels as numbers; the last one, of no kind, is ours. */
function axesPrompts(part: GraphPart): [points: string, labels: string] {
  const labels = part.node('Cast', ['input_labels'], 'labels_given', { to: 1 })
  return [oneMore(part, 'input_points', 4), oneMore(part, labels, 3)]
}

function labelPrompts(part: GraphPart): [points: string, labels: string] {
  const front = part.integers('front', [0])
  const points = part.node('Unsqueeze', ['point_coords', front], 'points_given')
  const labels = part.node('Unsqueeze', ['point_labels', front], 'labels_given')
  return [oneMore(part, points, 4), oneMore(part, labels, 3)]
}

/** Nothing can be the smallest of no points: so there is always one, whose label is -10. */
function oneMore(part: GraphPart, what: string, rank: number): string {
  const pads = Array.from({ length: 2 * rank }, (_, i) => (i === rank + 2 ? 1 : 0))
  const value = part.scalar(`${rank}/no_label`, -10)
  return part.node('Pad', [what, part.integers(`${rank}/pads`, pads), value], `${rank}/more`)
}

/** Where on the square each of a mask's pixels is, [1, 1, 1, 1, 256] and [1, 1, 1, 256, 1]. */
function places(part: GraphPart, name: string): [x: string, y: string] {
  const centres = Float32Array.from({ length: SIZE }, (_, i) => 4 * i + 2)
  return [
    part.floats(`${name}/x`, [1, 1, 1, 1, SIZE], centres),
    part.floats(`${name}/y`, [1, 1, 1, SIZE, 1], centres),
  ]
}

/** One number of each row of [1, a, b, numbers], as [1, a, b, 1, 1]. */
function column(part: GraphPart, rows: string, index: number, name: string): string {
  const one = part.node('Gather', [rows, part.integers(`${name}/index`, [index])], `${name}/one`, {
    axis: 3,
  })
  return part.node('Unsqueeze', [one, part.integers(`${name}/axis`, [4])], name)
}

/** Pixels of the square from each point, [1, prompts, points, 256, 256]. */
function distances(part: GraphPart, points: string, name: string): string {
  const [x, y] = places(part, name)
  const squares = [x, y].map((place, i) => {
    const off = part.node(
      'Sub',
      [place, column(part, points, i, `${name}/at${i}`)],
      `${name}/off${i}`,
    )
    return part.node('Mul', [off, off], `${name}/square${i}`)
  })
  return part.node('Sqrt', [part.node('Add', squares, `${name}/sum`)], `${name}/distance`)
}

/** Which points have a label, [1, prompts, points, 1, 1], as truth values. */
function having(part: GraphPart, labels: string, label: number, name: string): string {
  const equal = part.node('Equal', [labels, part.scalar(`${name}/label`, label)], `${name}/equal`)
  return part.node('Unsqueeze', [equal, part.integers(`${name}/axes`, [3, 4])], `${name}/having`)
}

/** The values of points that have a label, `otherwise` for the others; the most or the least of them. */
function reduced(
  part: GraphPart,
  op: 'ReduceMax' | 'ReduceMin',
  [which, values, otherwise]: readonly [string, string, number],
  name: string,
): string {
  const kept = [which, values, part.scalar(`${name}/otherwise`, otherwise)]
  const chosen = part.node('Where', kept, `${name}/chosen`)
  return part.node(op, [chosen], `${name}/reduced`, { axes: [2], keepdims: 1 })
}

/** Pixels within the disc of the nearest positive point; everywhere within where there is none. */
function discsOf(part: GraphPart, points: string, labels: string, kind: TestKind): string {
  const radii = hasFour(kind) ? [CLEAR_RADIUS, ...RADII] : RADII
  const positive = having(part, labels, 1, 'positive')
  const distance = distances(part, points, 'discs')
  const nearest = reduced(part, 'ReduceMin', [positive, distance, FAR], 'nearest')
  const none = part.node('Greater', [nearest, part.scalar('half_way', FAR / 2)], 'none')
  const near = part.node('Where', [none, part.scalar('at_point', 0), nearest], 'near')
  const radius = part.floats('radii', [1, 1, radii.length, 1, 1], Float32Array.from(radii))
  return part.node('Sub', [radius, near], 'discs')
}

function negatives(part: GraphPart, points: string, labels: string): string[] {
  const negative = having(part, labels, 0, 'negative')
  const distance = distances(part, points, 'holes')
  const nearest = reduced(part, 'ReduceMin', [negative, distance, FAR], 'holes')
  return [part.node('Sub', [nearest, part.scalar('taken', TAKEN)], 'outside_holes')]
}

/** Pixels within a box, given as points with labels 2 and 3 or as an input of its own. */
function boxLimits(part: GraphPart, points: string, labels: string, kind: TestKind): string[] {
  if (!isAxes(kind)) {
    return [
      boxSide(part, points, labels, { label: 2, sign: 1 }),
      boxSide(part, points, labels, { label: 3, sign: -1 }),
    ]
  }
  if (!hasBoxes(kind)) return []
  const [x, y] = places(part, 'box')
  const whole = part.floats('box/whole', [1, 1, 1, 4], Float32Array.of(-FAR, -FAR, FAR, FAR))
  const given = part.node('Unsqueeze', ['input_boxes', part.integers('box/axis', [0])], 'box/given')
  const boxes = part.node('Concat', [given, whole], 'box/all', { axis: 2 })
  const sides = [0, 1, 2, 3].map((side) => {
    const place = side % 2 === 0 ? x : y
    const at = column(part, boxes, side, `box/side${side}`)
    return part.node('Sub', side < 2 ? [place, at] : [at, place], `box/within${side}`)
  })
  const within = part.node('Min', sides, 'box/within')
  return [part.node('ReduceMin', [within], 'box/limit', { axes: [2], keepdims: 1 })]
}

function boxSide(
  part: GraphPart,
  points: string,
  labels: string,
  { label, sign }: { label: number; sign: 1 | -1 },
): string {
  const name = `corner${label}`
  const [x, y] = places(part, name)
  const within = [x, y].map((place, i) => {
    const at = column(part, points, i, `${name}/at${i}`)
    return part.node('Sub', sign > 0 ? [place, at] : [at, place], `${name}/side${i}`)
  })
  const both = part.node('Min', within, `${name}/both`)
  return reduced(part, 'ReduceMin', [having(part, labels, label, name), both, FAR], name)
}

/** A mask that is given back: five pixels around it are left. */
function memory(part: GraphPart): string {
  const wider = part.node('Add', ['mask_input', part.scalar('memory/wider', 5)], 'memory/grown')
  const without = part.node(
    'Sub',
    [part.scalar('memory/one', 1), 'has_mask_input'],
    'memory/without',
  )
  const far = part.node('Mul', [without, part.scalar('memory/far', FAR)], 'memory/nowhere')
  const limit = part.node('Add', [wider, far], 'memory/limit')
  return part.node('Unsqueeze', [limit, part.integers('memory/axis', [0])], 'memory/mask')
}

/** Known numbers, and a hundredth of the largest of each map: so that it is seen whether they came. */
function scoresOf(part: GraphPart, masks: string, kind: TestKind): string {
  const values = hasFour(kind) ? [CLEAR_SCORE, ...SCORES] : SCORES
  const mean = part.node('ReduceMean', [masks], 'scores/mean', { axes: [3, 4], keepdims: 0 })
  const nothing = part.node('Mul', [mean, part.scalar('scores/zero', 0)], 'scores/nothing')
  const known = part.floats('scores/known', [1, 1, values.length], Float32Array.from(values))
  return mapsOf(kind)
    .map(({ name }) => part.node('ReduceMax', [name], `${name}/most`, { keepdims: 0 }))
    .map((most) => part.node('Mul', [most, part.scalar(`${most}/share`, 0.01)], `${most}/part`))
    .reduce(
      (sum, term) => part.node('Add', [sum, term], `${term}/sum`),
      part.node('Add', [nothing, known], 'scores/sum'),
    )
}
