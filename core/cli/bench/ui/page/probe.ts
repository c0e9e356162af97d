import { TimeLog, watchFrames, zoomThrough } from './mask-watch'
import { PaintLog } from './paint-log'
import { scroll } from './scroll-watch'
import { pageInSight, pageIsThere, watchTurn } from './turn-watch'

// Runs in the page that is measured, before its own scripts. What a script outside sees comes late
// by the way there and back; what is written down here does not.

const log = new PaintLog()
log.listen()
const times = new TimeLog()
times.listen()

const probe = {
  take: () => log.take(),
  pageInSight,
  pageIsThere,
  watchTurn,
  scroll,
  watchFrames,
  zoomThrough,
  times: (name: string) => times.take(name),
}
export type Probe = typeof probe
declare global {
  interface Window {
    singletProbe: Probe
  }
}
window.singletProbe = probe
