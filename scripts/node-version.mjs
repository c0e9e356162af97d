export const oldestNode = '20.19.0'

/**
 * Why this Node cannot run Singlet, or null when it can.
 *
 * @param {string} version e.g. `20.19.0`
 * @returns {string | null}
 */
export function nodeObstacle(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number)
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null
  return `Singlet needs Node ${oldestNode} or newer; this is ${version}. Get it from https://nodejs.org`
}

/** Ends the process with a clear message when this Node is too old. */
export function requireNode() {
  const obstacle = nodeObstacle(process.versions.node)
  if (obstacle === null) return
  console.error(obstacle)
  process.exit(1)
}
