import { statSync } from 'node:fs'
import { root, run } from './run.mjs'

/**
 * Installs the packages when they are missing or older than the lockfile; npm itself leaves the mark
 * (`node_modules/.package-lock.json`) when it is through.
 */
export async function ensureInstalled() {
  if (isFresh(`${root}node_modules/.package-lock.json`, `${root}package-lock.json`)) return
  console.error('Installing packages (once)…')
  const { code, output } = await run('npm', ['ci', '--no-progress'], { quiet: true })
  if (code === 0) return
  console.error(output)
  console.error('The packages could not be installed (npm ci). Is the npm registry reachable?')
  process.exit(1)
}

/**
 * @param {string} made
 * @param {string} from
 */
function isFresh(made, from) {
  const mark = statSync(made, { throwIfNoEntry: false })
  return mark !== undefined && mark.mtimeMs >= statSync(from).mtimeMs
}
