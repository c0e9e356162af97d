import {
  type AnalysisQuestion,
  type Figure,
  type FigurePicture,
  type PictureFormat,
} from '../contract/analyses'
import { Failure } from '../contract/failures'
import type { ClassId } from '../contract/ids'
import type { RunInfo } from '../contract/training'
import { renderSvgPng } from '../inference/render-svg'
import { distributionPanels } from '../spml/analyses/distribution-panels'
import { drawFigure } from '../spml/analyses/draw-figure'
import { epochPanels } from '../spml/analyses/epoch-panels'
import { gapPanels } from '../spml/analyses/gap-panels'
import { filterNormalised, landscape } from '../spml/analyses/landscape'
import { landscapePanels } from '../spml/analyses/landscape-panels'
import { NO_TRUTH } from '../spml/analyses/panels'
import { methodInfos } from '../spml/catalogue'
import { breather, judgedImages, runName, scoredRun, truthOf } from './analysis-data'
import type { InferenceService } from './inference-service'
import type { Project } from './project'
import { readRunHead, readRunScores, runDirectory } from './run-files'
import { finishedKey } from './training-backbone'

/** The direction of every landscape: the same numbers, whoever looks. */
const LANDSCAPE_SEED = 1200
/** Pixels of a saved picture for each of the figure's own, so that it is sharp in print. */
const PNG_SCALE = 2

const NO_VALIDATION =
  'There are no validation pictures: the loss is measured on the pictures of the training.'

type Panels = Pick<Figure, 'title' | 'panels' | 'notes'>
/** A run and what it is called in figures. */
type Named = { run: RunInfo; name: string }

/** Figures that compare the runs of a project. Reads only; long work is done in slices. */
export class AnalysisService {
  readonly #inference: InferenceService

  constructor(inference: InferenceService) {
    this.#inference = inference
  }

  /** @throws Failure NOT_FOUND when a run or the class is not in the project; CANCELLED. */
  async figure(
    project: Project,
    question: AnalysisQuestion,
    signal?: AbortSignal,
  ): Promise<Figure> {
    const runs: Named[] = []
    for (const id of new Set(question.runs)) {
      const run = await project.store.runs.get(id)
      runs.push({ run, name: runName(run, titleOf) })
    }
    return {
      what: question.what,
      runs: runs.map(({ run, name }) => ({ id: run.id, name })),
      ...(await this.#panels(project, question, runs, signal)),
    }
  }

  /** The figure as the bytes of an SVG or PNG file. */
  async picture(
    project: Project,
    question: AnalysisQuestion,
    format: PictureFormat,
    signal?: AbortSignal,
  ): Promise<FigurePicture> {
    const { svg, width, height } = drawFigure(await this.figure(project, question, signal))
    if (format === 'svg') {
      return { type: 'image/svg+xml', base64: Buffer.from(svg).toString('base64') }
    }
    const png = await renderSvgPng(svg, width * PNG_SCALE, height * PNG_SCALE)
    return { type: 'image/png', base64: png.toString('base64') }
  }

  async #panels(
    project: Project,
    { what, class: id }: AnalysisQuestion,
    runs: readonly Named[],
    signal?: AbortSignal,
  ): Promise<Panels> {
    switch (what) {
      case 'epochs':
      case 'gap': {
        const { hasTruth } = await project.store.info()
        const shown = runs.map(({ run, name }) => ({ name, epochs: run.epochs }))
        return what === 'epochs'
          ? { title: 'Runs by epoch', panels: epochPanels(shown, hasTruth), notes: [] }
          : { title: 'Information gap', panels: gapPanels(shown, hasTruth), notes: [] }
      }
      case 'distribution':
        return distributions(project, runs, id, signal)
      case 'landscape':
        return this.#landscapes(project, runs, signal)
    }
  }

  async #landscapes(
    project: Project,
    runs: readonly Named[],
    signal?: AbortSignal,
  ): Promise<Panels> {
    const title = 'Loss landscapes'
    const truth = await truthOf(project)
    if (truth === null) return { title, panels: landscapePanels([], NO_TRUTH), notes: [] }
    const { kept, notes } = await keepable(runs, async ({ run, name }, look) => {
      const directory = runDirectory(project.store.directory, run.id)
      const head = await readRunHead(directory)
      if (head.kind === 'closed-form') {
        throw new Failure('MODEL_INVALID', 'It was solved for and has no weights to walk along.')
      }
      if (head.kind === 'cells') {
        throw new Failure('MODEL_INVALID', 'A head of two layers is not linear in its features.')
      }
      if (head.boost !== undefined && head.boost !== 1) {
        throw new Failure('MODEL_INVALID', 'A boosted map head is not linear in its features.')
      }
      const classes = (await readRunScores(directory))?.classes
      if (!classes) throw new Failure('NOT_FOUND', 'It has no result.')
      const key = finishedKey(project, run)
      const judged = await judgedImages(project, this.#inference, key, classes, truth, signal)
      const direction = filterNormalised(head, LANDSCAPE_SEED)
      const line = await landscape(head, direction, judged, breather(signal))
      return { slope: { name, look, ...line }, isValidation: judged.isValidation }
    })
    if (kept.some(({ isValidation }) => !isValidation)) notes.push(NO_VALIDATION)
    const slopes = kept.map(({ slope }) => slope)
    return {
      title,
      panels: landscapePanels(slopes, 'None of these runs has a linear head.'),
      notes,
    }
  }
}

async function distributions(
  project: Project,
  runs: readonly Named[],
  id: ClassId | null,
  signal?: AbortSignal,
): Promise<Panels> {
  const truth = await truthOf(project)
  const subject = id === null ? 'All classes' : await classNameOf(project, id)
  const { kept, notes } = await keepable(runs, async ({ run, name }) => {
    const { classIds, ...scored } = await scoredRun(project, run, truth)
    const column = id === null ? null : classIds.indexOf(id)
    if (column === -1) throw new Failure('NOT_FOUND', `It does not know ${subject}.`)
    return { ...scored, name, column }
  })
  const panels = await distributionPanels(kept, breather(signal))
  return { title: `Predicted probabilities: ${subject}`, panels, notes }
}

/** What can be made of the runs; those of which it cannot are named, with the reason. */
async function keepable<T>(
  runs: readonly Named[],
  make: (run: Named, place: number) => Promise<T>,
): Promise<{ kept: T[]; notes: string[] }> {
  const kept: T[] = []
  const notes: string[] = []
  for (const [place, run] of runs.entries()) {
    try {
      kept.push(await make(run, place))
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'CANCELLED') throw error
      notes.push(`${run.name} is left out. ${error.message}`)
    }
  }
  return { kept, notes }
}

async function classNameOf(project: Project, id: ClassId): Promise<string> {
  const found = (await project.store.classes.list()).find((one) => one.id === id)
  if (found) return found.name
  throw new Failure('NOT_FOUND', 'This class is not in the project.')
}

/** A method that is no longer in the catalogue is called by its id. */
function titleOf(method: string): string {
  return methodInfos.find(({ id }) => id === method)?.title ?? method
}
