import type { Database } from '../sqlite'
import { initial } from './0001-initial'

export interface Migration {
  readonly number: number
  readonly name: string
  up(db: Database): Promise<void>
}

/** In order; numbers count from 1 without gaps. Never change one that was released. */
export const migrations: readonly Migration[] = [{ number: 1, name: 'initial', up: initial }]
