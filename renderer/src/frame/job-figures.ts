import type { JobSnapshot } from '@contract/jobs'
import { duration, number, t } from '@/i18n/text'

/** How far, how fast and how long still: `1,204 of 4,000 · 240/s · 12 s left`. */
export function jobFigures(job: JobSnapshot): string {
  const { done, total, rate, secondsLeft } = job
  const parts = [
    total === null
      ? done > 0
        ? number(done)
        : ''
      : t('jobs.of', { done: number(done), total: number(total) }),
    rate === null || rate <= 0 ? '' : t('jobs.rate', { rate: number(rate, rate < 10 ? 1 : 0) }),
    secondsLeft === null ? '' : t('jobs.left', { time: duration(secondsLeft) }),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
