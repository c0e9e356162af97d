import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ShownFailure } from '@/api/failures'

export interface Notice {
  readonly id: number
  readonly text: string
  readonly undo: (() => Promise<void>) | null
}

export interface FailureNotice {
  readonly id: number
  readonly failure: ShownFailure
}

const shownFor = 6_000
const atMost = 3

/**
 * Toasts for what went well, which leave by themselves, and failures that have no place of their own
 * on the screen, which stay until read.
 */
export const useNoticesStore = defineStore('notices', () => {
  const notices = shallowRef<readonly Notice[]>([])
  const failures = shallowRef<readonly FailureNotice[]>([])
  let nextId = 1

  function say(text: string, undo: (() => Promise<void>) | null = null): void {
    const id = nextId++
    notices.value = [...notices.value, { id, text, undo }].slice(-atMost)
    setTimeout(() => {
      dismiss(id)
    }, shownFor)
  }

  function fail(failure: ShownFailure): void {
    const same = failures.value.some((shown) => shown.failure.message === failure.message)
    if (!same) failures.value = [...failures.value, { id: nextId++, failure }]
  }

  function dismiss(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id)
    failures.value = failures.value.filter((notice) => notice.id !== id)
  }

  return { notices, failures, say, fail, dismiss }
})
