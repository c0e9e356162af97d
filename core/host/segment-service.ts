import { Failure } from '../contract/failures'
import type { ImageId, JobId } from '../contract/ids'
import type {
  PromptAnswer,
  SegmentEvidence,
  SegmentInfo,
  SegmentPrompt,
  SegmentTree,
} from '../contract/segments'
import type { Project } from './project'

interface Prompted {
  readonly image: ImageId
  readonly model: string | null
  readonly prompt: SegmentPrompt
}

/** Cuts things out of pictures, in workers of their own. */
export class SegmentService {
  list(project: Project, image: ImageId): Promise<SegmentInfo[]> {
    return project.store.segments.ofImage(image)
  }

  prompt(
    _project: Project,
    _input: Prompted,
    _window: symbol,
    _signal: AbortSignal | undefined,
  ): PromptAnswer {
    throw notHere()
  }

  ahead(_project: Project, _input: { images: readonly ImageId[] }, _window: symbol): Promise<void> {
    return Promise.resolve()
  }

  everything(
    _project: Project,
    _input: { image: ImageId; model: string | null },
    _signal: AbortSignal | undefined,
  ): SegmentTree {
    throw notHere()
  }

  everythingAll(_project: Project, _model: string | null): Promise<JobId> {
    return Promise.reject(notHere())
  }

  evidence(
    _project: Project,
    _input: { image: ImageId },
    _signal: AbortSignal | undefined,
  ): SegmentEvidence {
    throw notHere()
  }

  similar(_project: Project, _image: ImageId): { image: ImageId | null } {
    return { image: null }
  }
}

function notHere(): Failure {
  return new Failure('MODEL_MISSING', 'There is no segmenter here.')
}
