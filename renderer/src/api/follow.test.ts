import { expect, test } from 'vitest'
import { nextTick, ref } from 'vue'
import type { Connection, ConnectionState } from './connection'
import { follow } from './follow'

function fakeLine() {
  const state = ref<ConnectionState>('open')
  const generation = ref(1)
  const line: Connection = {
    mode: 'browser',
    state,
    generation,
    link: { call: () => Promise.resolve(undefined) },
    retryNow: () => undefined,
  }
  return { line, state, generation }
}

async function* oneSnapshot(number: number) {
  await nextTick()
  yield `snapshot ${number}`
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await nextTick()
}

test('a stream that ends is opened again after the next reconnect, and not before', async () => {
  const { line, state, generation } = fakeLine()
  const stop = new AbortController()
  const items: string[] = []
  let opened = 0
  const open = () => {
    opened += 1
    return Promise.resolve(oneSnapshot(opened))
  }
  const done = follow(
    open,
    (item) => items.push(item),
    stop.signal,
    () => undefined,
    line,
  )
  await settle()
  expect(items).toEqual(['snapshot 1'])
  state.value = 'lost'
  await settle()
  expect(opened).toBe(1)
  state.value = 'open'
  generation.value = 2
  await settle()
  expect(items).toEqual(['snapshot 1', 'snapshot 2'])
  stop.abort()
  await done
})

test('a failure while the host is there is told; one because the host is gone is not', async () => {
  const { line, state, generation } = fakeLine()
  const stop = new AbortController()
  const failures: unknown[] = []
  const refuse = () => Promise.reject(new Error('no such project'))
  const done = follow(
    refuse,
    () => undefined,
    stop.signal,
    (error) => failures.push(error),
    line,
  )
  await settle()
  expect(failures).toHaveLength(1)
  state.value = 'lost'
  generation.value = 2
  await settle()
  expect(failures).toHaveLength(1)
  stop.abort()
  await done
})
