import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { projectId, type ProjectId } from '../contract/ids'

/** The same folder always has the same id: the first 16 hex digits of the SHA-256 of its full path. */
export function projectIdOf(directory: string): ProjectId {
  return projectId.parse(createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 16))
}
