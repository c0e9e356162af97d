import { type ShallowRef, shallowRef, watch } from 'vue'
import { connection } from '@/api/client'
import { type ShownFailure, toShownAlways } from '@/api/failures'

export interface Answer<Value> {
  /** null until it came. */
  readonly value: ShallowRef<Value | null>
  readonly failure: ShallowRef<ShownFailure | null>
  readonly load: () => Promise<void>
}

/** What the core answers to one question; asked now and again after every reconnect. */
export function useAnswer<Value>(ask: () => Promise<Value>): Answer<Value> {
  const value: ShallowRef<Value | null> = shallowRef(null)
  const failure: ShallowRef<ShownFailure | null> = shallowRef(null)
  const load = async (): Promise<void> => {
    failure.value = null
    try {
      value.value = await ask()
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }
  watch(connection.generation, () => void load(), { immediate: true })
  return { value, failure, load }
}
