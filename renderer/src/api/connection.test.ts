import { expect, test } from 'vitest'
import { nextTick } from 'vue'
import { keepConnected } from './connection'
import { deferred } from './deferred'
import { type Connector, HostLost, type OpenLink, Refused } from './link'

const input = { context: {} }

/** A way to the host that a test opens and closes by hand. */
function handDriven() {
  const tries: { succeed: () => () => void; fail: (error: Error) => void }[] = []
  const connector: Connector = {
    mode: 'browser',
    open: () => {
      const opening = deferred<OpenLink>()
      tries.push({
        succeed: () => {
          const closed = deferred<undefined>()
          const number = tries.length
          opening.resolve({
            link: { call: () => Promise.resolve(`answer ${number}`) },
            closed: closed.promise,
          })
          return () => {
            closed.resolve(undefined)
          }
        },
        fail: opening.reject,
      })
      return opening.promise
    },
  }
  return { connector, tries }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await nextTick()
}

const noPause = () => Promise.resolve()

test('a call made before the first contact waits for it', async () => {
  const { connector, tries } = handDriven()
  const connection = keepConnected(connector, noPause)
  const answer = connection.link.call(['app', 'info'], undefined, input)
  expect(connection.state.value).toBe('waiting')
  tries[0]?.succeed()
  await expect(answer).resolves.toBe('answer 1')
  expect(connection.state.value).toBe('open')
  expect(connection.generation.value).toBe(1)
})

test('a first contact that fails is tried again without a word', async () => {
  const { connector, tries } = handDriven()
  const connection = keepConnected(connector, noPause)
  const answer = connection.link.call([], undefined, input)
  tries[0]?.fail(new HostLost('not yet'))
  await settle()
  expect(connection.state.value).toBe('waiting')
  tries[1]?.succeed()
  await expect(answer).resolves.toBe('answer 2')
})

test('while the host is lost calls fail at once; after the reconnect they work and data is new', async () => {
  const { connector, tries } = handDriven()
  const connection = keepConnected(connector, noPause)
  const close = tries[0]?.succeed()
  await settle()
  close?.()
  await settle()
  expect(connection.state.value).toBe('lost')
  await expect(connection.link.call([], undefined, input)).rejects.toBeInstanceOf(HostLost)
  tries[1]?.succeed()
  await settle()
  expect(connection.state.value).toBe('open')
  expect(connection.generation.value).toBe(2)
  await expect(connection.link.call([], undefined, input)).resolves.toBe('answer 2')
})

test('a refusal is final: nothing is tried again and calls say why', async () => {
  const { connector, tries } = handDriven()
  const connection = keepConnected(connector, noPause)
  tries[0]?.fail(new Refused('wrong token'))
  await settle()
  expect(connection.state.value).toBe('refused')
  expect(tries).toHaveLength(1)
  await expect(connection.link.call([], undefined, input)).rejects.toBeInstanceOf(Refused)
})

test('pauses between tries grow up to five seconds', async () => {
  const { connector, tries } = handDriven()
  const pauses: number[] = []
  keepConnected(connector, (ms) => {
    pauses.push(ms)
    return Promise.resolve()
  })
  for (let turn = 0; turn < 8; turn++) {
    tries[turn]?.fail(new HostLost('no'))
    await settle()
  }
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000])
})
