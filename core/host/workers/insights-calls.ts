import type { ClassId, ImageId } from '../../contract/ids'
import type {
  CalibrationInsight,
  ConsistencyInsight,
  InsightMark,
  LearningInsight,
  Reliability,
  TogetherInsight,
} from '../../contract/insights'
import type { RowGroup } from '../../review/insights/alike-groups'
import type { RoundEnd } from '../../review/insights/rounds'
import type { Call } from '../worker-channel'

/** Which project a question is about: the worker reads its file by itself. */
interface Asked {
  readonly directory: string
}

export interface AlikeOrder {
  /** [*, dim] of unit length, packed, on shared memory. */
  readonly features: Int16Array
  readonly dim: number
  /** Rows that are compared. */
  readonly rows: Uint32Array
  readonly limit: number
}

/** What the insights worker can be asked: all that reads a whole project. */
export interface InsightsCalls {
  /** `classes` by frequency; the first `shown` make the matrix. */
  together: Call<
    Asked & { classes: readonly ClassId[]; shown: number },
    Pick<TogetherInsight, 'counts' | 'pairs' | 'images'>
  >
  calibration: Call<
    Asked,
    { sources: Omit<Reliability, 'title'>[] } & Pick<CalibrationInsight, 'unpromised'>
  >
  learning: Call<Asked & { ends: readonly RoundEnd[] }, Pick<LearningInsight, 'rounds' | 'course'>>
  consistency: Call<Asked, Omit<ConsistencyInsight, 'seconds'>>
  checked: Call<Asked, { image: ImageId; class: ClassId }[]>
  /** Images behind a mark; `ends` are those of the rounds. */
  behind: Call<Asked & { mark: InsightMark; ends: readonly RoundEnd[] }, ImageId[]>
  /** Tells the share done. */
  alike: Call<AlikeOrder, RowGroup[], number>
}
