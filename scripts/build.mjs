import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runTool } from './run.mjs'

const sources = ['core', 'electron', 'renderer', 'electron.vite.config.ts', 'package-lock.json']
const mark = join(root, 'out/built')

/**
 * Builds out/ when a source is newer than the last build that came to its end.
 *
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function ensureBuilt() {
  const built = statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (built > Math.max(...sources.map((source) => newest(join(root, source))))) {
    return { code: 0, output: '' }
  }
  console.error('Building…')
  // What changes while we build must count as newer than this build.
  const started = new Date()
  const result = await runTool('electron-vite/bin/electron-vite.js', ['build'], { quiet: true })
  if (result.code === 0) {
    mkdirSync(join(root, 'out'), { recursive: true })
    writeFileSync(mark, started.toISOString())
  }
  return result
}

/** Builds if needed, or ends the process with what the builder said. */
export async function requireBuilt() {
  const { code, output } = await ensureBuilt()
  if (code === 0) return
  console.error(output)
  console.error('Singlet could not be built.')
  process.exit(1)
}

/**
 * Time of the last change in a file or folder; folders count, so that a deleted file is noticed.
 *
 * @param {string} path
 * @returns {number} milliseconds
 */
function newest(path) {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  const inside = readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.includes('.test.') && entry.name !== 'e2e')
    .map((entry) => newest(join(path, entry.name)))
  return Math.max(stats.mtimeMs, ...inside)
}
