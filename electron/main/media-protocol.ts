import { protocol } from 'electron'
import type { HostProcess } from './host-process'
import type { MediaAnswer } from './media-requests'

/** `media://singlet/<project>/<image>/<size>`: the host decides what may be seen, we only pass it on. */
export function handleMedia(host: HostProcess): void {
  protocol.handle('media', async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'singlet') return new Response('No such place.', { status: 404 })
    const answer = await host.media.get(`/media${url.pathname}${url.search}`, request.signal)
    return answer ? toResponse(answer) : new Response('The core is starting.', { status: 503 })
  })
}

function toResponse(answer: MediaAnswer): Response {
  // A copy into memory of its own kind: the port's bytes may lie in a shared buffer for the types.
  return new Response(Uint8Array.from(answer.body), {
    status: answer.status,
    headers: {
      'content-type': answer.type,
      'x-content-type-options': 'nosniff',
      // The canvas reads pixels back, and only pages of this session can ask at all.
      'access-control-allow-origin': '*',
      'cache-control': answer.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    },
  })
}
