import type { ClassId, ImageId, RunId } from '../../contract/ids'
import type { MaskChoice, SegmentEvidence } from '../../contract/segments'
import { NewestFirst } from '../../inference/newest-first'
import { activationOf } from '../heat'
import type { Project } from '../project'
import type { RestingWorker } from '../resting-worker'
import type { SegmentCalls, SegmentPicture } from '../workers/segment-calls'

export interface EvidenceWish {
  readonly image: ImageId
  readonly class: ClassId
  readonly source: 'instant' | RunId
  readonly choice: MaskChoice | null
}

/** As many as some pages of tiles have. */
const mostKept = 400

/** Where models see classes, as masks; the newest wish first, each worked out once. */
export class EvidenceFinder {
  readonly #worker: RestingWorker<SegmentCalls>
  readonly #line = new NewestFirst<SegmentEvidence>(1)
  readonly #kept = new Map<string, SegmentEvidence>()

  constructor(worker: RestingWorker<SegmentCalls>) {
    this.#worker = worker
  }

  async find(
    project: Project,
    wish: EvidenceWish,
    picture: SegmentPicture,
    signal: AbortSignal,
  ): Promise<SegmentEvidence> {
    // The instant model is another one after every decision; a run stays what it is.
    const version = wish.source === 'instant' ? await project.store.revision() : 0
    const { model, stamp, image } = picture
    const key = JSON.stringify([
      ...[project.id, wish.source, version, model, image, stamp, wish.class, wish.choice],
    ])
    const known = this.#kept.get(key)
    if (known) return known
    const found = await this.#line.do(key, () => this.#cut(project, wish, picture, signal), signal)
    this.#keep(key, found)
    return found
  }

  async #cut(
    project: Project,
    wish: EvidenceWish,
    picture: SegmentPicture,
    signal: AbortSignal,
  ): Promise<SegmentEvidence> {
    const activation = await activationOf(project, wish, signal)
    const { choice } = wish
    return this.#worker.call('evidence', { picture, activation, choice }, { signal })
  }

  #keep(key: string, found: SegmentEvidence): void {
    this.#kept.set(key, found)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
  }
}
