import { picturePoint, screenPoint } from './coordinates'
import type { PicturePoint, ScreenPoint, Size } from './coordinates'
import type { PixelBox } from './live-bitmap'

/** How a picture lies on the stage: screen = picture * scale + (x, y), in CSS pixels. */
export interface Viewport {
  readonly scale: number
  readonly x: number
  readonly y: number
}

const MARGIN = 12
const MAX_SCALE = 32
/** A thumbnail-sized picture is enlarged this much to fit, and no more: its pixels would hide it. */
const MAX_FIT_SCALE = 4
/** A part that is looked at closely takes two thirds of the stage. */
const ROOM = 1.5

export function toScreen(point: PicturePoint, view: Viewport): ScreenPoint {
  return screenPoint(point.x * view.scale + view.x, point.y * view.scale + view.y)
}

export function toPicture(point: ScreenPoint, view: Viewport): PicturePoint {
  return picturePoint((point.x - view.x) / view.scale, (point.y - view.y) / view.scale)
}

function fitScale(picture: Size, stage: Size): number {
  const across = (stage.width - 2 * MARGIN) / picture.width
  const down = (stage.height - 2 * MARGIN) / picture.height
  return Math.max(Math.min(across, down, MAX_FIT_SCALE), 1e-4)
}

/** The whole picture, centred, with a small margin. */
export function fit(picture: Size, stage: Size): Viewport {
  return centred(fitScale(picture, stage), picture, stage)
}

function centred(scale: number, picture: Size, stage: Size): Viewport {
  return {
    scale,
    x: (stage.width - picture.width * scale) / 2,
    y: (stage.height - picture.height * scale) / 2,
  }
}

/** As near as a part of the picture fits, with some of what is around it. */
export function around(part: PixelBox, picture: Size, stage: Size): Viewport {
  const across = stage.width / Math.max(1, (part.x1 - part.x0) * ROOM)
  const down = stage.height / Math.max(1, (part.y1 - part.y0) * ROOM)
  const scale = Math.min(MAX_SCALE, Math.max(fitScale(picture, stage), Math.min(across, down)))
  const view = {
    scale,
    x: stage.width / 2 - ((part.x0 + part.x1) / 2) * scale,
    y: stage.height / 2 - ((part.y0 + part.y1) / 2) * scale,
  }
  return keepInSight(view, picture, stage)
}

/** Changes the scale so that what is under `at` stays under `at`, as far as the limits allow. */
export function zoomAt(
  view: Viewport,
  at: ScreenPoint,
  factor: number,
  picture: Size,
  stage: Size,
): Viewport {
  const smallest = Math.min(fitScale(picture, stage), 1)
  const scale = Math.min(MAX_SCALE, Math.max(smallest, view.scale * factor))
  const under = toPicture(at, view)
  return keepInSight(
    { scale, x: at.x - under.x * scale, y: at.y - under.y * scale },
    picture,
    stage,
  )
}

export function panBy(
  view: Viewport,
  dx: number,
  dy: number,
  picture: Size,
  stage: Size,
): Viewport {
  return keepInSight({ scale: view.scale, x: view.x + dx, y: view.y + dy }, picture, stage)
}

/** Centres what is smaller than the stage; stops the edge of what is larger at the middle of it. */
function keepInSight(view: Viewport, picture: Size, stage: Size): Viewport {
  return {
    scale: view.scale,
    x: keepAxis(view.x, picture.width * view.scale, stage.width),
    y: keepAxis(view.y, picture.height * view.scale, stage.height),
  }
}

function keepAxis(offset: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2
  return Math.min(room / 2, Math.max(room / 2 - length, offset))
}
