import { Failure } from '../contract/failures'
import type { JobId } from '../contract/ids'
import type { SegmenterInfo } from '../contract/segments'
import { importModel } from '../inference/models/import-model'
import { listSegmenters } from '../inference/models/list-segmenters'
import { pullModel } from '../inference/models/pull-model'
import { removeModel, verifyModel } from '../inference/models/remove-model'
import type { JobContext, JobResult, Jobs } from './jobs'

const MEGABYTE = 1e6

interface Tools {
  readonly jobs: Jobs
  /** Folder of the models that a person got. */
  readonly home: string
  /** Has whoever uses a model close its files. */
  readonly letGo: () => Promise<void>
}

/** The segmenters that are here, and those that can be had. */
export class ModelService {
  readonly #tools: Tools

  constructor(tools: Tools) {
    this.#tools = tools
  }

  /** Folder of the models that a person got. */
  get home(): string {
    return this.#tools.home
  }

  list(): Promise<SegmenterInfo[]> {
    return listSegmenters(this.#tools.home)
  }

  /** One download of a model at a time. Throws MODEL_MISSING for what the catalogue does not have. */
  async pull(id: string): Promise<JobId> {
    const model = (await this.list()).find((one) => one.id === id)
    if (model === undefined || model.embedded) throw notToBeHad(id)
    const { jobs } = this.#tools
    const running = jobs
      .list()
      .find((job) => job.kind === 'model' && job.endedAt === null && job.result?.['model'] === id)
    if (running !== undefined) return running.id
    return jobs.start({
      kind: 'model',
      project: null,
      title: `Downloading ${model.title}`,
      resumable: true,
      run: (context) => this.#pull(id, context),
    })
  }

  async import(
    input: { readonly path: string; readonly model: string | null },
    signal: AbortSignal,
  ): Promise<SegmenterInfo> {
    await this.#tools.letGo()
    const { id } = await importModel(this.#tools.home, input, signal)
    return this.#info(id)
  }

  async remove(id: string): Promise<void> {
    await this.#tools.letGo()
    await removeModel(this.#tools.home, id)
  }

  /** Names of files that are not as they came. */
  verify(id: string, signal: AbortSignal): Promise<string[]> {
    return verifyModel(this.#tools.home, id, signal)
  }

  async #pull(id: string, { report, signal }: JobContext): Promise<JobResult> {
    report({ result: { model: id } })
    await this.#tools.letGo()
    const onProgress = (done: number, total: number) => {
      report({
        step: 'downloading, MB',
        done: Math.round(done / MEGABYTE),
        total: Math.round(total / MEGABYTE),
      })
    }
    const { folder } = await pullModel(this.#tools.home, id, { onProgress }, signal)
    return { model: id, folder }
  }

  async #info(id: string): Promise<SegmenterInfo> {
    const info = (await this.list()).find((model) => model.id === id)
    if (info === undefined) throw notToBeHad(id)
    return info
  }
}

function notToBeHad(id: string): Failure {
  return new Failure('MODEL_MISSING', `There is no segmenter “${id}” to be had.`, {
    advice: '“singlet models list” tells which there are.',
  })
}
