import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { EventPublisher } from '@orpc/server'
import type { ClassChange, ClassInfo } from '../contract/classes'
import { Failure } from '../contract/failures'
import type { ClassId, ImageId, JobId, ProjectId, RunId } from '../contract/ids'
import type { MediaSize, SeedOffer } from '../contract/images'
import type { BatchResult, DecideInput } from '../contract/labels'
import type { ProjectEvent, ProjectInfo, ProjectSummary } from '../contract/projects'
import type { CommitPageInput, CommitPageResult } from '../contract/review'
import { type Media, Thumbnails } from '../inference/thumbnails'
import { projectPaths, writeFileAtomic } from '../store/files'
import type { ProjectStore } from '../store/project-store'
import type { UserStore } from '../store/user-store'
import { openPicturePath } from './picture-path'
import { startFeatures } from './features-job'
import type { InferenceService } from './inference-service'
import { InstantService } from './instant-service'
import type { Jobs } from './jobs'
import { LabelTable } from './label-table'
import { drawHeatMap } from './heat'
import { decisionsOfPage } from './page-decisions'
import { ReviewService } from './review-service'
import { startScan } from './scan-job'

/** What every open project needs of the host. */
export interface ProjectTools {
  readonly now: () => number
  readonly jobs: Jobs
  readonly inference: InferenceService
  readonly user: UserStore
  /** Where new projects go unless told otherwise. */
  readonly projectsDirectory: string
  /** Opening a project reads its folder and looks at new pictures without being asked. */
  readonly automatic: boolean
  /** Where the built worker files lie. */
  readonly workers: URL
}

type Changed = ProjectEvent['changed'][number]

/** An open project: its store, its labels in memory, its models, and who wants to hear of changes. */
export class Project {
  readonly id: ProjectId
  readonly store: ProjectStore
  readonly tools: ProjectTools
  readonly instant: InstantService
  readonly review: ReviewService
  /** Replaced whole when images or classes come or go. */
  labels: LabelTable
  imageRoot: string
  imagesMissing = false
  scanJob: JobId | null = null
  featuresJob: JobId | null = null
  readonly #thumbnails: Thumbnails
  readonly #publisher = new EventPublisher<{ event: ProjectEvent }>()

  private constructor(
    id: ProjectId,
    store: ProjectStore,
    tools: ProjectTools,
    imageRoot: string,
    labels: LabelTable,
  ) {
    this.id = id
    this.store = store
    this.tools = tools
    this.imageRoot = imageRoot
    this.labels = labels
    this.instant = new InstantService(this)
    this.review = new ReviewService(this)
    this.#thumbnails = new Thumbnails({
      directory: join(projectPaths(store.directory).cache, 'thumbnails'),
      write: writeFileAtomic,
    })
  }

  static async open(id: ProjectId, store: ProjectStore, tools: ProjectTools): Promise<Project> {
    const { imageRoot } = await store.info()
    const project = new Project(id, store, tools, imageRoot, await readLabels(store))
    await project.review.loadRuns()
    await project.instant.reload()
    if (tools.automatic) project.scan()
    return project
  }

  async info(): Promise<ProjectInfo> {
    return { ...(await this.store.info()), id: this.id }
  }

  async summary(): Promise<ProjectSummary> {
    return {
      ...(await this.store.summary()),
      scanning: this.scanJob !== null,
      features: this.instant.featureCount,
      missing: this.review.missingEstimate(),
      imagesMissing: this.imagesMissing,
    }
  }

  watch(signal?: AbortSignal): AsyncIterable<ProjectEvent> {
    return this.#publisher.subscribe('event', { ...(signal && { signal }) })
  }

  /** Tells every window what is no longer as it was. */
  async announce(...changed: Changed[]): Promise<void> {
    const { revision } = await this.store.summary()
    this.#publisher.publish('event', { revision, changed })
  }

  /** Stores one gesture; resolves when it is durable. The models follow in the background. */
  async decide(input: DecideInput): Promise<BatchResult> {
    const result = await this.store.decisions.decide(input)
    void this.#follow(result)
    return result
  }

  async undo(): Promise<BatchResult> {
    const result = await this.store.decisions.undo()
    await this.#follow(result)
    return result
  }

  async redo(): Promise<BatchResult> {
    const result = await this.store.decisions.redo()
    await this.#follow(result)
    return result
  }

  /** Stores a page, brings every model up to date, and only then chooses the next page. */
  async commitPage(input: CommitPageInput): Promise<CommitPageResult> {
    const source = this.review.resolve(input.source)
    const result = await this.store.decisions.decide(decisionsOfPage(input, source))
    await this.#follow(result)
    return { result, next: this.review.page(input) }
  }

  async addClasses(names: string[]): Promise<ClassInfo[]> {
    const classes = await this.store.classes.add(names)
    await this.reloadLabels()
    await this.announce('classes')
    return classes
  }

  async changeClass(id: ClassId, change: ClassChange): Promise<ClassInfo> {
    const changed = await this.store.classes.change(id, change)
    await this.announce('classes')
    return changed
  }

  /** After images or classes came or went. */
  async reloadLabels(): Promise<void> {
    this.labels = await readLabels(this.store)
    await this.instant.reload()
  }

  offers(images: ImageId[]): SeedOffer[] {
    return this.review.offers(images)
  }

  scan(): JobId {
    return (this.scanJob ??= startScan(this))
  }

  computeFeatures(): JobId {
    return (this.featuresJob ??= startFeatures(this))
  }

  async locateImages(images: string): Promise<void> {
    await access(images).catch((cause: unknown) => {
      throw new Failure('FOLDER_MISSING', 'There is no such folder.', { path: images, cause })
    })
    await this.store.setImageRoot(images)
    this.imageRoot = images
    this.imagesMissing = false
    this.scan()
    await this.announce('images')
  }

  async picture(image: ImageId, size: MediaSize, signal: AbortSignal): Promise<Media> {
    const { path } = await this.store.images.get(image)
    const file = await openPicturePath(this.imageRoot, path)
    return this.#thumbnails.get({ id: image, path: file }, size, signal)
  }

  async heatMap(
    image: ImageId,
    source: 'instant' | RunId,
    cls: ClassId,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    return drawHeatMap(this, { image, source, class: cls }, signal)
  }

  async close(): Promise<void> {
    await this.tools.jobs.stop(this.id)
    await this.instant.stop()
    await this.store.close()
  }

  async #follow({ images }: BatchResult): Promise<void> {
    const changes = []
    for (const image of images) {
      changes.push(...this.labels.setRow(image, await this.store.labels.forImage(image)))
    }
    await this.instant.update(changes)
    await this.announce('labels', 'suggestions')
  }
}

async function readLabels(store: ProjectStore): Promise<LabelTable> {
  const { images, classes, states } = await store.labels.matrix()
  // The matrix carries image ids as plain numbers, for speed.
  return new LabelTable(Array.from(images) as ImageId[], classes, states)
}
