// `npm start`: installs and builds what is missing, then opens Singlet in its window, or in the
// browser where Electron's program cannot be had (or with --browser).
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { requireBuilt } from './build.mjs'
import { ensureElectron, windowObstacle } from './electron-program.mjs'
import { follow } from './follow.mjs'
import { ensureInstalled } from './install.mjs'
import { requireNode } from './node-version.mjs'
import { root } from './run.mjs'

const args = process.argv.slice(2)
requireNode()
await ensureInstalled()
await requireBuilt()
const program = args.includes('--browser') ? null : await findWindow()
if (program === null) serve(args.filter((arg) => arg !== '--browser' && arg !== '--no-open'))
else follow(spawn(program, [root, ...args], { stdio: 'inherit' }))

/** @returns {Promise<string | null>} */
async function findWindow() {
  const obstacle = windowObstacle(process.platform, process.env, process.getuid?.())
  const found = obstacle === null ? await ensureElectron() : null
  if (found === null) {
    const reason = obstacle ?? "Electron's program could not be fetched"
    console.error(`${reason}; opening the same app in the browser.`)
  }
  return found
}

/**
 * Door two: the host by itself; the first line that it prints holds the address.
 *
 * @param {readonly string[]} hostArgs
 */
function serve(hostArgs) {
  const host = spawn(process.execPath, [join(root, 'out/main/web-entry.js'), ...hostArgs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = false
  host.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    process.stdout.write(text)
    const address = /http:\/\/\S+/.exec(text)?.[0]
    if (told || address === undefined) return
    told = true
    console.error('Stop it with Ctrl+C.')
    if (!args.includes('--no-open')) void openBrowser(address)
  })
  follow(host)
}

/** @param {string} address */
async function openBrowser(address) {
  if (windowObstacle(process.platform, process.env, undefined) !== null) return
  const { default: open } = await import('open')
  const browser = await open(address)
  browser.once('error', () => {
    console.error('No browser could be opened: please open the address above yourself.')
  })
}
