import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's root, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs a program in the repository's root. `quiet` keeps what it prints for the result; otherwise it
 * goes to our stderr, so that stdout stays free for what the person asked for.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, timeout?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, { quiet = false, env = process.env, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd: root,
      env,
      timeout,
      stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
      // npm is a .cmd file on Windows, and those start only through a shell.
      shell: process.platform === 'win32' && program === 'npm',
    })
    /** @type {string[]} */
    const printed = []
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => printed.push(text))
    }
    child.once('error', (error) => {
      resolve({ code: 127, output: error.message })
    })
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output: printed.join('') })
    })
  })
}

/**
 * Runs a JavaScript program of the installed packages, without npx and its half second.
 *
 * @param {string} file path inside node_modules
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runTool(file, args, options) {
  return run(process.execPath, [`${root}node_modules/${file}`, ...args], options)
}
