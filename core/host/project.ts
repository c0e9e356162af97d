import { access } from 'node:fs/promises'
import { EventPublisher } from '@orpc/server'
import { z } from 'zod'
import type { AuditPage, CommitAuditInput } from '../contract/audits'
import type { ClassChange, ClassEdit, ClassEditResult, ClassInfo } from '../contract/classes'
import { Failure } from '../contract/failures'
import type { ClassId, ImageId, JobId, ProjectId, RunId } from '../contract/ids'
import type { MediaSize } from '../contract/images'
import type { BatchResult, DecideInput } from '../contract/labels'
import type { ProjectEvent, ProjectInfo, ProjectSummary } from '../contract/projects'
import type { CommitPageInput, CommitPageResult } from '../contract/review'
import type { ProjectStore } from '../store/project-store'
import type { TurnResult } from '../store/undo'
import type { UserStore } from '../store/user-store'
import { AuditService } from './audit-service'
import { startFeatures } from './features-job'
import { FolderWatch, isReachable } from './folder-watch'
import type { InferenceService } from './inference-service'
import { InsightsService } from './insights-service'
import { InstantService } from './instant-service'
import type { Jobs } from './jobs'
import { LabelTable } from './label-table'
import { drawHeatMap } from './heat'
import { decisionsOfAudit, decisionsOfPage } from './page-decisions'
import { ProjectPictures, type ShownPicture } from './project-pictures'
import { ReviewService } from './review-service'
import { startScan } from './scan-job'
import { Sorting } from './sorting'
import { warn } from './warn'

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

/** A batch over more images (an import, say) reads all labels anew: that is quicker. */
const RELOAD_INSTEAD = 2000

/** Name of the setting that keeps the project's backbone. */
const BACKBONE = 'backbone'
const featureKey = z.object({ backbone: z.string(), side: z.number().int() })

type Changed = ProjectEvent['changed'][number]
const segmentsOnly: readonly Changed[] = ['segments']

/** An open project: its store, its labels in memory, its models, and who wants to hear of changes. */
export class Project {
  readonly id: ProjectId
  readonly store: ProjectStore
  readonly tools: ProjectTools
  readonly instant: InstantService
  readonly review: ReviewService
  readonly audits: AuditService
  readonly insights: InsightsService
  /** Pictures that a split of a class has left open. */
  readonly sorting = new Sorting()
  /** Replaced whole when images or classes come or go. */
  labels: LabelTable
  /** Upright pixels of every picture in the table. */
  sizes: ReadonlyMap<ImageId, { width: number; height: number }> = new Map()
  imageRoot: string
  imagesMissing = false
  scanJob: JobId | null = null
  featuresJob: JobId | null = null
  readonly #pictures: ProjectPictures
  readonly #folderWatch = new FolderWatch()
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
    this.audits = new AuditService(this)
    this.insights = new InsightsService(this)
    this.#pictures = new ProjectPictures(store.directory, () => void this.noticeImages())
  }

  static async open(id: ProjectId, store: ProjectStore, tools: ProjectTools): Promise<Project> {
    const { imageRoot } = await store.info()
    const project = new Project(id, store, tools, imageRoot, await readLabels(store))
    project.sizes = await readSizes(store)
    project.instant.key = (await store.settings.get(BACKBONE, featureKey)) ?? project.instant.key
    await project.audits.load()
    project.review.pace.load(await store.sweepPages())
    await project.sorting.load(store)
    await project.review.loadRuns()
    if (tools.automatic) {
      void project.instant.reload()
      project.scan()
    }
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
    const revision = await this.store.revision()
    this.#publisher.publish('event', { revision, changed })
  }

  /** Stores one gesture; resolves when it is durable. The models follow in the background. */
  async decide(input: DecideInput): Promise<BatchResult> {
    const result = await this.store.decisions.decide(input)
    // Reading labels blocks this thread: who has decided is told first.
    const cut = input.segments === undefined || input.segments.length === 0 ? [] : segmentsOnly
    setImmediate(() => void this.#follow(result, cut))
    return result
  }

  async undo(): Promise<BatchResult> {
    return this.#followTurn(await this.store.decisions.undo())
  }

  async redo(): Promise<BatchResult> {
    return this.#followTurn(await this.store.decisions.redo())
  }

  /** Stores a page, brings every model up to date, and only then chooses the next page. */
  async commitPage(input: CommitPageInput): Promise<CommitPageResult> {
    const source = this.review.resolve(input.source)
    const result = await this.store.decisions.decide(decisionsOfPage(input, source))
    this.review.pace.add({ ms: input.ms, size: input.answers.length })
    await this.#catchUp(result)
    const next = this.review.page(input)
    // What windows read again because of it comes after the page that somebody waits for.
    setImmediate(() => void this.#tell('labels', 'suggestions'))
    return { result, next }
  }

  /** Stores the answers to a random sample and tells what they say. */
  async commitAudit(input: CommitAuditInput): Promise<{ result: BatchResult; page: AuditPage }> {
    const result = await this.store.decisions.decide(decisionsOfAudit(input))
    await this.#follow(result)
    return { result, page: await this.audits.page({ class: input.class, draw: false }) }
  }

  async addClasses(names: string[]): Promise<ClassInfo[]> {
    const classes = await this.store.classes.add(names)
    await this.#followClasses()
    return classes
  }

  async changeClass(id: ClassId, change: ClassChange): Promise<ClassInfo> {
    const changed = await this.store.classes.change(id, change)
    await this.announce('classes')
    return changed
  }

  /** Any change of classes: durable when it resolves, and every window knows. */
  async editClasses(edit: ClassEdit): Promise<ClassEditResult> {
    const result = await this.store.classes.edit(edit)
    const isOnlyLook = edit.act === 'change' || edit.act === 'group'
    await (isOnlyLook ? this.announce('classes') : this.#followClasses())
    return result
  }

  /** After images or classes came or went. */
  async reloadLabels(): Promise<void> {
    await this.#readAgain()
    await this.instant.reload()
  }

  async #readAgain(): Promise<void> {
    this.labels = await readLabels(this.store)
    this.sizes = await readSizes(this.store)
    this.audits.follow()
    await this.sorting.load(this.store)
    await this.review.loadRuns()
  }

  /** Makes *variety first* an order of the pictures, from rows of the label table. */
  async orderByVariety(rows: Uint32Array): Promise<void> {
    const images = Array.from(rows, (row) => this.labels.images[row])
    await this.store.images.setVarietyOrder(images.filter((id) => id !== undefined))
    await this.announce('images')
  }

  scan(): JobId {
    return (this.scanJob ??= startScan(this))
  }

  computeFeatures(): JobId {
    return (this.featuresJob ??= startFeatures(this))
  }

  /** Looks whether the picture folder is there, and tells windows when that has changed. */
  async noticeImages(): Promise<void> {
    const missing = !(await isReachable(this.imageRoot))
    if (missing === this.imagesMissing) return
    this.setImagesMissing(missing)
    await this.announce('images')
  }

  /** While they are missing, somebody looks whether they are back; then the folder is read again. */
  setImagesMissing(missing: boolean): void {
    this.imagesMissing = missing
    if (!missing) {
      this.#folderWatch.stop()
      return
    }
    const comeBack = () => {
      void this.noticeImages()
      if (this.tools.automatic) this.scan()
    }
    this.#folderWatch.untilBack(() => this.imageRoot, comeBack)
  }

  /** Makes another backbone the one that orders suggestions and that trainings start from. */
  async useBackbone(backbone: string): Promise<void> {
    const key = { ...this.instant.key, backbone }
    await this.tools.inference.shape(key)
    await this.store.settings.set(BACKBONE, key)
    this.instant.key = key
    await this.instant.reload()
  }

  async locateImages(images: string): Promise<void> {
    await access(images).catch((cause: unknown) => {
      throw new Failure('FOLDER_MISSING', 'There is no such folder.', { path: images, cause })
    })
    await this.store.setImageRoot(images)
    this.imageRoot = images
    this.setImagesMissing(false)
    this.scan()
    await this.announce('images')
  }

  async picture(image: ImageId, size: MediaSize, signal: AbortSignal): Promise<ShownPicture> {
    const { store, imageRoot: root } = this
    return this.#pictures.get({ store, root }, { image, size }, signal)
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
    this.#folderWatch.stop()
    await this.tools.jobs.stop(this.id)
    await Promise.all([this.instant.stop(), this.insights.stop()])
    await this.store.close()
  }

  /** What was decided is stored already: a model that cannot follow costs suggestions, never labels. */
  async #follow(result: BatchResult, besides: readonly Changed[] = []): Promise<void> {
    await this.#catchUp(result)
    await this.#tell('labels', 'suggestions', ...besides)
  }

  async #followTurn(turn: TurnResult): Promise<TurnResult> {
    const besides = turn.segments ? segmentsOnly : []
    await (turn.classes ? this.#followClasses() : this.#follow(turn, besides))
    return turn
  }

  async #catchUp({ images }: BatchResult): Promise<void> {
    try {
      if (images.length > RELOAD_INSTEAD) await this.reloadLabels()
      else await this.#followRows(images)
    } catch (error) {
      warn(error)
    }
  }

  async #tell(...changed: Changed[]): Promise<void> {
    try {
      await this.announce(...changed)
    } catch (error) {
      // The project may have been closed since.
      warn(error)
    }
  }

  /** The windows at once, the instant model behind them: it tells by itself when it has followed. */
  async #followClasses(): Promise<void> {
    await this.announce('classes')
    try {
      await this.#readAgain()
      void this.instant.reload()
    } catch (error) {
      // What is stored stays, whether suggestions can follow or not.
      warn(error)
    }
    await this.announce('classes', 'labels', 'images', 'suggestions', 'segments')
  }

  async #followRows(images: readonly ImageId[]): Promise<void> {
    const labels = await this.store.labels.forImages(images)
    const changes = images.flatMap((image) => this.labels.setRow(image, labels.get(image) ?? []))
    this.audits.follow(changes)
    await this.review.follow(changes)
  }
}

async function readLabels(store: ProjectStore): Promise<LabelTable> {
  const { images, classes, states } = await store.labels.matrix()
  // The matrix carries image ids as plain numbers, for speed.
  return new LabelTable(Array.from(images) as ImageId[], classes, states)
}

async function readSizes(store: ProjectStore): Promise<Project['sizes']> {
  const rows = await store.images.all()
  return new Map(rows.map(({ id, width, height }) => [id, { width, height }]))
}
