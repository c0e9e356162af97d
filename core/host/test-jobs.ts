import type { JobId } from '../contract/ids'
import type { JobSnapshot } from '../contract/jobs'
import type { Client } from './test-host'

/** The first snapshot, of those now and those to come, that fits. */
export async function untilSnapshot(
  client: Client,
  fits: (snapshot: JobSnapshot) => boolean,
): Promise<JobSnapshot> {
  for await (const snapshot of await client.jobs.watch()) if (fits(snapshot)) return snapshot
  throw new Error('The stream of jobs ended.')
}

/** The last snapshot of a job, whatever its end. */
export function untilEnded(client: Client, job: JobId): Promise<JobSnapshot> {
  return untilSnapshot(client, ({ id, endedAt }) => id === job && endedAt !== null)
}

/** Until the pictures of a project were read and looked at, as it happens after it was opened. */
export function untilFeatures(client: Client): Promise<JobSnapshot> {
  return untilSnapshot(client, ({ kind, endedAt }) => kind === 'features' && endedAt !== null)
}
