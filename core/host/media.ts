import { classId, imageId, projectId, runId } from '../contract/ids'
import { Failure, toFailureInfo } from '../contract/failures'
import { mediaSizes, type MediaSize } from '../contract/images'
import type { Services } from './services'

export interface MediaAnswer {
  readonly status: number
  readonly type: string
  readonly body: Uint8Array
  /** The address always means these bytes, so that a window may keep them. */
  readonly cacheable: boolean
}

/**
 * Pictures by ids, never by paths: `/media/<project>/<image>/<size>` and, transparent over it,
 * `/media/<project>/<image>/heat/<instant or run>/<class>` where a model sees a class, or `contour` in
 * the place of `heat` for what it would cut out there.
 */
export async function answerMedia(
  { projects, segments }: Pick<Services, 'projects' | 'segments'>,
  url: string,
  signal: AbortSignal,
): Promise<MediaAnswer> {
  try {
    const { pathname } = new URL(url, 'http://127.0.0.1')
    const [, , project = '', image = '', what = '', source = '', cls = ''] = pathname.split('/')
    const owner = known(projectId.safeParse(decodeURIComponent(project)).data)
    const id = known(imageId.safeParse(Number(image)).data)
    if (what === 'heat' || what === 'contour') {
      const from = source === 'instant' ? ('instant' as const) : known(runId.safeParse(source).data)
      const label = known(classId.safeParse(Number(cls)).data)
      const open = projects.get(owner)
      if (what === 'contour') {
        const wanted = { image: id, source: from, class: label }
        const body = await segments.contour(open, wanted, signal)
        return { status: 200, type: 'image/svg+xml', body, cacheable: false }
      }
      const body = await open.heatMap(id, from, label, signal)
      return { status: 200, type: 'image/png', body, cacheable: false }
    }
    const wanted = { image: id, size: parseSize(what) }
    const { data: body, type, fresh } = await projects.picture(owner, wanted, signal)
    return { status: 200, type, body, cacheable: fresh }
  } catch (error) {
    const { code, message } = toFailureInfo(error)
    const status = code === 'IMAGE_UNREADABLE' ? 422 : code === 'INTERNAL' ? 500 : 404
    return { status, type: 'text/plain', body: Buffer.from(message), cacheable: false }
  }
}

/** @throws Failure NOT_FOUND for a part of an address that cannot be one of ours. */
function known<T>(part: T | undefined): T {
  if (part === undefined) throw new Failure('NOT_FOUND', 'There is no such picture.')
  return part
}

function parseSize(text: string): MediaSize {
  const size = mediaSizes.find((one) => one === text)
  if (!size) throw new Failure('NOT_FOUND', `There is no picture size ${text}.`)
  return size
}
