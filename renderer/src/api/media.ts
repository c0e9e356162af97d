import type { ClassId, ImageId, ProjectId, RunId } from '@contract/ids'
import type { MediaSize } from '@contract/images'
import { connection } from './client'

/** Where the picture of an image is, at most `size` pixels wide. */
export function pictureUrl(project: ProjectId, image: ImageId, size: MediaSize): string {
  return `${root()}/${encodeURIComponent(project)}/${image}/${size}`
}

/** Where the heat map of a suggestion is: a transparent picture to stretch over the image. */
export function heatUrl(
  project: ProjectId,
  image: ImageId,
  source: 'instant' | RunId,
  class_: ClassId,
): string {
  return `${root()}/${encodeURIComponent(project)}/${image}/heat/${encodeURIComponent(source)}/${class_}`
}

/** Where the outline of a suggestion's segment is: a transparent picture to stretch over the image. */
export function contourUrl(
  project: ProjectId,
  image: ImageId,
  source: 'instant' | RunId,
  class_: ClassId,
): string {
  return `${root()}/${encodeURIComponent(project)}/${image}/contour/${encodeURIComponent(source)}/${class_}`
}

/** The kept width that is sharp enough for `cssWidth` on this screen. */
export function sizeFor(cssWidth: number, density: number = window.devicePixelRatio): MediaSize {
  const wanted = cssWidth * density
  if (wanted <= 160) return '160'
  if (wanted <= 320) return '320'
  if (wanted <= 640) return '640'
  return wanted <= 1280 ? '1280' : 'full'
}

function root(): string {
  return connection.mode === 'desktop' ? 'media://singlet' : '/media'
}
