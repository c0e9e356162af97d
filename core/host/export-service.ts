import { stat } from 'node:fs/promises'
import { Failure } from '../contract/failures'
import type { ExportFormat, ExportPreview } from '../contract/exports'
import type { JobId, RunId } from '../contract/ids'
import type { SegmentInfo } from '../contract/segments'
import type { RunInfo } from '../contract/training'
import { countLabels, previewOf } from '../dataset/export/count-labels'
import type { ExportRow, ExportSegment, ExportSource } from '../dataset/export/export-source'
import { datasetFormat, exportFormats } from '../dataset/export/formats'
import { writeExport } from '../dataset/export/write-export'
import { classifierFormat, writeClassifier } from './export-classifier'
import type { Jobs } from './jobs'
import type { Project } from './project'

const never = new AbortController().signal

/** The dataset and the classifier, written where the person wants them. */
export class ExportService {
  readonly #jobs: Jobs

  constructor(jobs: Jobs) {
    this.#jobs = jobs
  }

  /** Every format, whatever a project has. */
  catalogue(): ExportFormat[] {
    return [...exportFormats, classifierFormat]
  }

  async formats(project: Project): Promise<ExportFormat[]> {
    const run = await latestRun(project)
    const obstacle = run ? null : 'No run has finished yet: train first.'
    return [...exportFormats, { ...classifierFormat, obstacle }]
  }

  async preview(project: Project, format: string, proposed: boolean): Promise<ExportPreview> {
    this.#requireKnown(format)
    const counts = await countLabels(await sourceOf(project, proposed), never)
    if (format !== classifierFormat.id) return previewOf(datasetFormat(format), counts)
    const { images, present, absent, undecided } = counts
    return { images, present, absent, undecided, segments: 0, lost: classifierFormat.loses }
  }

  /** With `proposed`, segments too that nobody has looked at yet. */
  start(
    project: Project,
    input: { format: string; directory: string; run: RunId | null; proposed: boolean },
  ): JobId {
    const { format, directory, proposed } = input
    this.#requireKnown(format)
    return this.#jobs.start({
      kind: 'export',
      project: project.id,
      title: `Export as ${format}`,
      resumable: false,
      run: async ({ signal, report }) => {
        report({ step: 'writing' })
        const files =
          format === classifierFormat.id
            ? await writeClassifier(project, await runOf(project, input.run), directory, signal)
            : await writeDataset(project, { format, directory, proposed }, signal)
        const sizes = await Promise.all(files.map((file) => stat(file)))
        const bytes = sizes.reduce((sum, { size }) => sum + size, 0)
        return { path: directory, files: files.length, bytes }
      },
    })
  }

  #requireKnown(format: string): void {
    const known = this.catalogue().map(({ id }) => id)
    if (known.includes(format)) return
    throw new Failure('FORMAT_UNKNOWN', `There is no format ${format}.`, {
      advice: `Choose one of ${known.join(', ')}.`,
    })
  }
}

async function writeDataset(
  project: Project,
  { format, directory, proposed }: { format: string; directory: string; proposed: boolean },
  signal: AbortSignal,
): Promise<string[]> {
  const source = await sourceOf(project, proposed)
  return (await writeExport(datasetFormat(format), source, directory, signal)).files
}

async function sourceOf({ store }: Project, proposed: boolean): Promise<ExportSource> {
  const { name } = await store.info()
  // Nobody was asked about the validation part of a simulated project.
  const images = (await store.images.all()).filter(({ split }) => split === 'train')
  const masked = new Set(await store.segments.imagesWith('kept'))
  if (proposed) for (const image of await store.segments.imagesWith('proposed')) masked.add(image)
  return {
    name,
    classes: await store.classes.list(),
    rows: async function* () {
      for (const image of images) {
        const labels = await store.labels.forImage(image.id)
        const segments = masked.has(image.id) ? await store.segments.ofImage(image.id) : []
        yield { image, labels, ...masksOf(segments, proposed) }
      }
    },
  }
}

function masksOf(
  all: readonly SegmentInfo[],
  proposed: boolean,
): Required<Pick<ExportRow, 'segments' | 'unclassed'>> {
  const wanted = all.filter(({ state }) => state === 'kept' || (proposed && state === 'proposed'))
  const segments = wanted.flatMap(({ id, class: of, state, mask }): ExportSegment[] =>
    of === null || state === 'rejected' ? [] : [{ id, class: of, state, mask }],
  )
  return { segments, unclassed: wanted.length - segments.length }
}

async function latestRun({ store }: Project): Promise<RunInfo | null> {
  return (await store.runs.list()).find(({ state }) => state === 'done') ?? null
}

async function runOf(project: Project, wanted: RunId | null): Promise<RunInfo> {
  const run = wanted ? await project.store.runs.get(wanted) : await latestRun(project)
  if (run?.state === 'done') return run
  throw new Failure('NOT_FOUND', 'There is no finished run to take the classifier from.', {
    advice: 'Train first.',
  })
}
