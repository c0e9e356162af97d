import type { Database } from '../sqlite'
import { initial } from './0001-initial'
import { labelsByClass } from './0002-labels-by-class'
import { classHistory } from './0003-class-history'
import { imageNames } from './0004-image-names'
import { answersByClass } from './0005-answers'
import { undoneBatches } from './0006-undone-batches'
import { runNotes } from './0007-run-notes'
import { runFailureCode } from './0008-run-failure-code'
import { segments } from './0009-segments'

export interface Migration {
  readonly number: number
  readonly name: string
  up(db: Database): Promise<void>
}

/** In order; numbers count from 1 without gaps. Never change one that was released. */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'initial', up: initial },
  { number: 2, name: 'labels-by-class', up: labelsByClass },
  { number: 3, name: 'class-history', up: classHistory },
  { number: 4, name: 'image-names', up: imageNames },
  { number: 5, name: 'answers-by-class', up: answersByClass },
  { number: 6, name: 'undone-batches', up: undoneBatches },
  { number: 7, name: 'run-notes', up: runNotes },
  { number: 8, name: 'run-failure-code', up: runFailureCode },
  { number: 9, name: 'segments', up: segments },
]
