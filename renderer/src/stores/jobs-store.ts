import type { JobId, ProjectId } from '@contract/ids'
import type { JobSnapshot } from '@contract/jobs'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { core } from '@/api/client'
import { toShownAlways } from '@/api/failures'
import { follow } from '@/api/follow'
import { useNoticesStore } from './notices-store'

/** Every job of the host as it is now; the newest first. */
export const useJobsStore = defineStore('jobs', () => {
  const byId = shallowRef<ReadonlyMap<JobId, JobSnapshot>>(new Map())
  const all = computed(() => [...byId.value.values()].sort((a, b) => b.startedAt - a.startedAt))
  const active = computed(() => all.value.filter(isActive))
  const notices = useNoticesStore()

  function take(job: JobSnapshot): void {
    byId.value = new Map(byId.value).set(job.id, job)
  }

  /** Follows the host's jobs for as long as the window lives. */
  function start(signal: AbortSignal): void {
    const open = async (inner: AbortSignal): Promise<AsyncIterable<JobSnapshot>> => {
      const stream = await core.jobs.watch(undefined, { signal: inner })
      byId.value = new Map()
      return stream
    }
    void follow(open, take, signal, report)
  }

  function report(error: unknown): void {
    notices.fail(toShownAlways(error))
  }

  async function cancel(job: JobId): Promise<void> {
    await core.jobs.cancel({ job }).catch(report)
  }

  async function resume(job: JobId): Promise<void> {
    await core.jobs.resume({ job }).catch(report)
  }

  async function dismiss(job: JobId): Promise<void> {
    try {
      await core.jobs.dismiss({ job })
      const left = new Map(byId.value)
      left.delete(job)
      byId.value = left
    } catch (error) {
      report(error)
    }
  }

  /** The newest job of a kind in a project, or null. */
  function latest(project: ProjectId, kind: JobSnapshot['kind']): JobSnapshot | null {
    return all.value.find((job) => job.project === project && job.kind === kind) ?? null
  }

  return { byId, all, active, start, cancel, resume, dismiss, latest }
})

export function isActive(job: JobSnapshot): boolean {
  return job.state === 'queued' || job.state === 'running'
}
