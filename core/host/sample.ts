import { join } from 'node:path'
import { importDataset } from '../dataset/import/formats'
import { drawSample, sampleDefaults } from '../dataset/sample/draw-sample'
import { simulateSinglePositives } from '../dataset/simulate'
import { createProjectStore } from '../store/project-store'
import { fillWithTruth } from './fill-project'
import type { JobContext } from './jobs'

/** A project of drawn everyday scenes whose truth is known; the person gives the labels. */
export async function makeSample(
  directory: string,
  now: () => number,
  { signal, report }: JobContext,
): Promise<void> {
  const pictures = join(directory, 'pictures')
  const store = await createProjectStore(directory, {
    name: 'Sample',
    imageRoot: pictures,
    classes: [],
    isSample: true,
    now,
  })
  try {
    for await (const { done, total } of drawSample(pictures, sampleDefaults, signal)) {
      report({ step: 'drawing', done, total })
    }
    const dataset = await importDataset(join(pictures, 'labels.json'), null, signal)
    await store.classes.add(dataset.classes)
    await fillWithTruth(store, simulateSinglePositives(dataset), { withSeeds: false }, signal)
  } finally {
    await store.close()
  }
}
