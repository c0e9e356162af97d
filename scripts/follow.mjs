/**
 * Ends as the program ends that does the work, and lets it end in its own way.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export function follow(child) {
  // Ctrl+C in a terminal reaches the child by itself; a second one would not let it finish writing.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  child.once('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}
