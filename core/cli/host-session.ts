import { createRouterClient } from '@orpc/server'
import type { JobId } from '../contract/ids'
import type { JobSnapshot } from '../contract/jobs'
import { Failure, failureInfo } from '../contract/failures'
import { createHost, type Host } from '../host/compose'
import { version } from '../host/version'
import type { Router } from '../host/router'

function clientOf(host: Host) {
  return createRouterClient<Router, Record<string, never>>(host.router, {
    context: { window: Symbol('command') },
  })
}
export type Client = ReturnType<typeof clientOf>

export interface HostSession {
  readonly host: Host
  /** The same calls that a window makes, answered in this process. */
  readonly client: Client
}

/** Runs `work` against the real host, without a window, and closes it whatever happens. */
export async function withHost<T>(work: (session: HostSession) => Promise<T>): Promise<T> {
  const host = createHost({
    mode: 'command',
    version,
    dataDirectory: process.env['SINGLET_DATA_DIR'],
  })
  try {
    return await work({ host, client: clientOf(host) })
  } catch (error) {
    throw asFailure(error)
  } finally {
    await host.close()
  }
}

/** Follows a job to its end, telling of each snapshot; throws the failure of a job that failed. */
export async function follow(
  { host }: HostSession,
  job: JobId,
  onSnapshot: (snapshot: JobSnapshot) => void | Promise<void>,
): Promise<JobSnapshot> {
  for await (const snapshot of host.services.jobs.watch()) {
    if (snapshot.id !== job) continue
    await onSnapshot(snapshot)
    if (snapshot.endedAt === null) continue
    host.services.jobs.throwIfFailed(job)
    return snapshot
  }
  throw new Failure('INTERNAL', 'The host closed before the job ended.')
}

/** A router called in-process throws its contract's error, whose data is the failure's. */
export function asFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('data' in error)) return error
  const info = failureInfo.safeParse(error.data)
  return info.success ? Failure.from(info.data) : error
}
