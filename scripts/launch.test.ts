import { describe, expect, it } from 'vitest'
import { windowObstacle } from './electron-program.mjs'
import { nodeObstacle, oldestNode } from './node-version.mjs'

describe('which Node may run Singlet', () => {
  it.each([oldestNode, '20.20.2', '22.0.0', '26.1.0'])('takes %s', (version) => {
    expect(nodeObstacle(version)).toBeNull()
  })

  it.each(['18.20.4', '20.18.9', '8.0.0'])('refuses %s and says what it needs', (version) => {
    expect(nodeObstacle(version)).toContain(oldestNode)
  })
})

describe('whether a window can open', () => {
  it('needs a display on Linux, of either kind', () => {
    expect(windowObstacle('linux', {}, 1000)).toContain('display')
    expect(windowObstacle('linux', { DISPLAY: ':0' }, 1000)).toBeNull()
    expect(windowObstacle('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeNull()
  })

  it('does not open one as root, whose sandbox would have to go', () => {
    expect(windowObstacle('linux', { DISPLAY: ':0' }, 0)).toContain('root')
  })

  it('asks nothing of other systems', () => {
    expect(windowObstacle('darwin', {}, 501)).toBeNull()
    expect(windowObstacle('win32', {}, undefined)).toBeNull()
  })
})
