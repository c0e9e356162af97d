// Native TensorFlow for the tests: kept with the packages, so that it is fetched once in a clone.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from './run.mjs'

/** Longer than any network that is worth waiting for in a test takes for 230 MB. */
const PATIENCE_MS = 10 * 60_000

/** The folder; `core/tensor/setup/test-native-home.ts` looks for it there too. */
const home =
  process.env['SINGLET_TENSORFLOW_HOME'] ?? join(root, 'node_modules/.cache/singlet-tensorflow')

/**
 * Installs it by the command that people use, unless it is there. That it cannot be had here (no
 * network, no pip, no compiler) is no failure; a library that was had and does not work is one.
 *
 * @returns {Promise<{ state: 'there' | 'absent' | 'broken', words: string }>}
 */
export async function ensureNative() {
  if (existsSync(join(home, 'installed.json'))) return { state: 'there', words: '' }
  const nobody = mkdtempSync(join(tmpdir(), 'singlet-nobody-'))
  try {
    const args = ['setup-tensorflow', '--cpu', '--json']
    const { code, output } = await run(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
      quiet: true,
      timeout: PATIENCE_MS,
      env: { ...process.env, SINGLET_TENSORFLOW_HOME: home, SINGLET_DATA_DIR: nobody },
    })
    if (code === 0) return { state: 'there', words: '' }
    const { kind, message } = failureIn(output)
    return { state: kind === 'LIBRARY_INVALID' ? 'broken' : 'absent', words: message }
  } finally {
    rmSync(nobody, { recursive: true, force: true })
  }
}

/**
 * @param {string} output
 * @returns {{ kind: string, message: string }}
 */
function failureIn(output) {
  for (const line of output.trim().split('\n').reverse()) {
    try {
      const { kind, code, message, advice } = JSON.parse(line)
      if (kind === 'error') return { kind: code, message: `${message} ${advice}` }
    } catch {
      // Not a line of ours.
    }
  }
  return { kind: 'UNKNOWN', message: output.trim().split('\n').at(-1) ?? '' }
}
