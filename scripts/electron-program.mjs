import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runTool } from './run.mjs'

const folder = join(root, 'node_modules/electron')
const probePatience = 4_000
const downloadPatience = 10 * 60_000

/**
 * Why no window can open here at all, or null when one can.
 *
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @param {number | undefined} userId
 * @returns {string | null}
 */
export function windowObstacle(platform, env, userId) {
  if (platform !== 'linux') return null
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'There is no display'
  // Chromium's sandbox refuses root, and we do not give up the sandbox.
  return userId === 0 ? 'Electron does not run as root' : null
}

/**
 * Path of Electron's program, fetched now if it is not there yet (since version 42 the package comes
 * without it); null when it cannot be had.
 *
 * @returns {Promise<string | null>}
 */
export async function ensureElectron() {
  const present = electronProgram()
  if (present !== null) return present
  if (!(await isReachable(downloadServer(process.env)))) return null
  console.error("Fetching Electron's program (once, about 110 MB)…")
  await runTool('electron/install.js', [], { quiet: true, timeout: downloadPatience })
  return electronProgram()
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
function downloadServer(env) {
  return env['ELECTRON_MIRROR'] ?? env['npm_config_electron_mirror'] ?? 'https://github.com'
}

/** @returns {string | null} */
function electronProgram() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return null
  const program = join(override ?? join(folder, 'dist'), readFileSync(named, 'utf8').trim())
  return existsSync(program) ? program : null
}

/**
 * Whether a server answers at all; being told so in seconds is better than a download that hangs.
 *
 * @param {string} address
 * @returns {Promise<boolean>}
 */
async function isReachable(address) {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(probePatience) })
    return true
  } catch (error) {
    if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) {
      return false
    }
    throw error
  }
}
