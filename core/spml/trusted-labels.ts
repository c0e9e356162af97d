import { chunks, concat } from './batches'
import { breathe } from './breathe'
import type { StepInput } from './method'
import type { Model } from './model'
import { allRows } from './scorer'
import type { Setup } from './training-parts'

/** Images that are looked at between two breaths. */
const BATCH = 64

/** What a trained method trusts in, of all images [N * C]; null where it cannot say. */
export async function trustedLabels(
  { method, input, parameters, views, labels, recipe, stepsPerEpoch }: Setup,
  model: Model,
  state: StepInput['state'],
  signal: AbortSignal,
): Promise<Float32Array | null> {
  const { trust } = method
  const { segments, classes } = input
  if (trust === undefined || segments === undefined) return null
  const { epochs } = recipe
  const moment = {
    epoch: epochs,
    epochs,
    step: epochs * stepsPerEpoch,
    steps: stepsPerEpoch,
    classes,
  }
  const parts: Float32Array[] = []
  for (const rows of chunks(allRows(input.images), BATCH)) {
    await breathe(signal)
    const batch = await views.plain.read(rows)
    const evidence = model.evidence(batch)
    if (evidence === null) return null
    const seen = { side: segments.side, ...(await segments.read(rows)) }
    const outputs = { logits: await model.logits(batch), evidence }
    parts.push(
      trust({ outputs, labels: labels.rows(rows), segments: seen, moment, parameters, state }),
    )
  }
  return concat(parts)
}
