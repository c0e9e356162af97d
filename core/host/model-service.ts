import { Failure } from '../contract/failures'
import type { JobId } from '../contract/ids'
import type { SegmenterInfo } from '../contract/segments'

/** The segmenters that are here, and those that can be had. */
export class ModelService {
  list(): SegmenterInfo[] {
    return []
  }

  pull(model: string): JobId {
    throw unknown(model)
  }

  import({ path }: { path: string }, _signal: AbortSignal): SegmenterInfo {
    throw unknown(path)
  }

  remove(model: string): Promise<void> {
    return Promise.reject(unknown(model))
  }
}

function unknown(model: string): Failure {
  return new Failure('MODEL_MISSING', `There is no segmenter “${model}”.`)
}
