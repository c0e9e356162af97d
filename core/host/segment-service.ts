import { Failure } from '../contract/failures'
import type { ClassId, ImageId, JobId } from '../contract/ids'
import type { ScoreSource } from '../contract/review'
import type {
  MaskChoice,
  PromptAnswer,
  SegmentEvidence,
  SegmentInfo,
  SegmentPrompt,
  SegmentTree,
} from '../contract/segments'
import { installedModel } from '../inference/models/installed'
import { basicSegmenter } from '../segmentation/open-segmenter'
import { treeFiles } from '../store/tree-files'
import type { UserStore } from '../store/user-store'
import type { Project } from './project'
import { RestingWorker } from './resting-worker'
import { AheadLine } from './segments/ahead-line'
import { contourSvg } from './segments/contour'
import { EvidenceFinder } from './segments/evidence'
import { startEverything } from './segments/everything-job'
import { type Segmenting, segmentPicture } from './segments/pictures'
import { PromptLine } from './segments/prompt-line'
import { mostSimilar } from './segments/similar'
import type { SegmentCalls } from './workers/segment-calls'

interface Tools {
  readonly user: UserStore
  readonly workers: URL
  /** Folder of the models that a person got. */
  readonly home: string
}

interface Wanted {
  readonly image: ImageId
  readonly model: string | null
}

interface Suggested {
  readonly image: ImageId
  readonly class: ClassId
  readonly source: ScoreSource
  readonly choice?: MaskChoice | undefined
  /** The one that the settings name unless given. */
  readonly model?: string | null
}

/**
 * Cuts things out of pictures, in a process of its own: networks saturate it, and one that breaks
 * takes nobody along.
 */
export class SegmentService {
  readonly #tools: Tools
  readonly #worker: RestingWorker<SegmentCalls>
  readonly #prompts: PromptLine
  readonly #ahead: AheadLine
  readonly #evidence: EvidenceFinder

  constructor(tools: Tools) {
    this.#tools = tools
    const file = new URL('segment-worker.js', tools.workers)
    this.#worker = new RestingWorker(file, 'segment', 'process')
    this.#prompts = new PromptLine(this.#worker)
    this.#ahead = new AheadLine(this.#worker)
    this.#evidence = new EvidenceFinder(this.#worker)
  }

  list(project: Project, image: ImageId): Promise<SegmentInfo[]> {
    return project.store.segments.ofImage(image)
  }

  /** Throws CANCELLED when another prompt of the window comes before the answer. */
  prompt(
    project: Project,
    { image, model, prompt }: Wanted & { readonly prompt: SegmentPrompt },
    window: symbol,
    signal: AbortSignal | undefined,
  ): Promise<PromptAnswer> {
    const question = async () => ({
      ...{ prompt, picture: await segmentPicture(project, image, await this.#how(model)) },
    })
    return this.#ahead.whileAsking(() => this.#prompts.ask(window, question, signal))
  }

  async ahead(
    project: Project,
    { images, model }: { readonly images: readonly ImageId[]; readonly model: string | null },
    window: symbol,
  ): Promise<void> {
    const how = await this.#how(model)
    const pictures = images.map((image) => () => segmentPicture(project, image, how))
    this.#ahead.read(window, pictures)
  }

  /** From what is kept, or cut now and kept. */
  everything(
    project: Project,
    { image, model }: Wanted,
    signal: AbortSignal | undefined,
  ): Promise<SegmentTree> {
    return this.#ahead.whileAsking(async () => {
      const how = await this.#how(model)
      const picture = await segmentPicture(project, image, how)
      const files = treeFiles(project.store.directory)
      const kept = await files.read(how.model, picture)
      if (kept !== null) return kept
      const tree = await this.#worker.call('everything', { picture }, signal ? { signal } : {})
      await files.write(how.model, picture, tree)
      return tree
    })
  }

  async everythingAll(project: Project, model: string | null): Promise<JobId> {
    return startEverything(project, await this.#how(model), this.#tools.workers)
  }

  evidence(
    project: Project,
    { image, class: id, source: wanted, choice, model = null }: Suggested,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<SegmentEvidence> {
    return this.#ahead.whileAsking(async () => {
      const picture = await segmentPicture(project, image, await this.#how(model))
      const source = project.review.resolve(wanted)
      const wish = { image, class: id, source, choice: choice ?? null }
      return this.#evidence.find(project, wish, picture, signal)
    })
  }

  /** The outline of the evidence, as SVG. */
  async contour(project: Project, wanted: Suggested, signal: AbortSignal): Promise<Uint8Array> {
    const { mask } = await this.evidence(project, wanted, signal)
    const size = await project.store.images.get(wanted.image)
    return Buffer.from(contourSvg(size, mask))
  }

  async similar(project: Project, image: ImageId): Promise<{ image: ImageId | null }> {
    return { image: await mostSimilar(project, image) }
  }

  /** Closes the files of models, so that they can be removed. */
  letGo(): Promise<void> {
    return this.#worker.rest()
  }

  async stop(): Promise<void> {
    this.#ahead.stop()
    await this.#worker.stop()
  }

  /** Throws MODEL_MISSING or MODEL_INVALID for a segmenter that somebody named and that is not here. */
  async #how(named: string | null): Promise<Segmenting> {
    const { segmenter, embeddingBytes: limit } = await this.#tools.user.settings()
    const { home } = this.#tools
    const common = { home, limit, threads: 0, background: false }
    const model = named ?? segmenter
    if (model !== basicSegmenter) {
      try {
        await installedModel(home, model)
      } catch (error) {
        if (named !== null || !(error instanceof Failure)) throw error
        return { ...common, model: basicSegmenter }
      }
    }
    return { ...common, model }
  }
}
