import type { RunInfo } from '../contract/training'

export interface CardFacts {
  readonly name: string
  readonly run: RunInfo
  readonly classNames: readonly string[]
  /** Classes that the run learnt and that are not in use any more. */
  readonly leftOut: number
  /** Largest difference of a logit between the file and the app, on the pictures that were tried. */
  readonly difference: number
  readonly bytes: number
  readonly head: 'linear' | 'map' | 'cells' | 'closed-form'
  /** Whether it takes pictures of one side only. */
  readonly oneSide: boolean
}

const percent = (value: number | null | undefined) =>
  value === null || value === undefined ? 'not known' : `${(value * 100).toFixed(1)} %`

/** What somebody who is handed the model must know, in Markdown. */
export function modelCard(facts: CardFacts): string {
  const { name, run, classNames, leftOut, difference, bytes, head, oneSide } = facts
  const { recipe, metrics } = run
  const side = String(recipe.resolution)
  return `# Classifier of ${name}

| | |
|---|---|
| made | ${new Date(run.at).toISOString().slice(0, 10)}, run ${run.number}, by Singlet |
| file | classifier.onnx, ${(bytes / 2 ** 20).toFixed(1)} MB |
| input | \`pixels\` float32 [batch, 3, ${side}, ${side}], RGB, squeezed to the square, x / 127.5 - 1${oneSide ? '; no other side, for it looks at places of the map' : ''} |
| output | \`logits\` and \`probabilities\` [batch, ${classNames.length}], classes as in classes.txt |
| learnt from | ${run.images.toLocaleString('en')} pictures, ${run.decisions.toLocaleString('en')} decisions of people |
| method | ${recipe.method}, ${head} head on the backbone ${recipe.backbone.split(/[\\/]/).at(-1) ?? ''}${recipe.trains === 'all' ? ', trained with it' : ''}, seed ${recipe.seed} |
| validation mAP | ${percent(metrics?.mapBest)} |
| agreement with held-out labels of people | ${percent(metrics?.agreement)} |
| checked | run in onnxruntime; largest difference of a logit from the app ${difference.toExponential(1)} |

## Limits

Most pictures were given one label, not all: what nobody labelled was not known to be absent. The
probabilities are the model's own and not calibrated. Where the validation mAP is *not known*, nobody
has measured how good this model is on pictures that it has not seen; do so before you rely on it.

## Classes

${classNames.map((one) => `- ${one}`).join('\n')}
${changedSince(leftOut)}`
}

/** A class that others were merged into since is still the narrower one that was learnt. */
function changedSince(leftOut: number): string {
  if (leftOut === 0) return ''
  return `
Learnt but left out, because they were retired, merged or split after the training: ${leftOut}. A class
that others were merged into since is here what it was when it was learnt; train again to have it whole.
`
}
