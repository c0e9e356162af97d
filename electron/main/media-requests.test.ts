import { describe, expect, it } from 'vitest'
import type { ShellToHost } from '../../core/contract/shell-messages'
import { type MediaAnswer, MediaRequests } from './media-requests'

function answerTo(id: number): MediaAnswer {
  const body = new Uint8Array([id])
  return { kind: 'media', id, status: 200, type: 'image/jpeg', immutable: true, body }
}

function world() {
  const sent: ShellToHost[] = []
  return { sent, requests: new MediaRequests((message) => sent.push(message)) }
}

describe('pictures asked of the host', () => {
  it('gives each request its own answer, in whatever order they come', async () => {
    const { requests, sent } = world()
    const signal = new AbortController().signal
    const first = requests.get('/media/a/1/320', signal)
    const second = requests.get('/media/a/2/320', signal)
    requests.settle(answerTo(2))
    requests.settle(answerTo(1))
    expect(await Promise.all([first, second])).toEqual([answerTo(1), answerTo(2)])
    expect(sent).toEqual([
      { kind: 'media', id: 1, path: '/media/a/1/320' },
      { kind: 'media', id: 2, path: '/media/a/2/320' },
    ])
  })

  it('tells the host when the window no longer wants a picture, and drops a late answer', async () => {
    const { requests, sent } = world()
    const leaving = new AbortController()
    const picture = requests.get('/media/a/1/full', leaving.signal)
    leaving.abort()
    expect(await picture).toBeNull()
    expect(sent.at(-1)).toEqual({ kind: 'media-cancel', id: 1 })
    requests.settle(answerTo(1))
  })

  it('asks nothing for a request that was given up before it started', async () => {
    const { requests, sent } = world()
    expect(await requests.get('/media/a/1/full', AbortSignal.abort())).toBeNull()
    expect(sent).toEqual([])
  })

  it('answers everything that waits when the host dies', async () => {
    const { requests } = world()
    const picture = requests.get('/media/a/1/full', new AbortController().signal)
    requests.abandon()
    expect(await picture).toBeNull()
  })
})
