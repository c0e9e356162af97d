// `npm run -s singlet -- ...`: the command line from a fresh clone; stdout is the command's alone.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { requireBuilt } from './build.mjs'
import { follow } from './follow.mjs'
import { ensureInstalled } from './install.mjs'
import { requireNode } from './node-version.mjs'
import { root } from './run.mjs'

requireNode()
await ensureInstalled()
await requireBuilt()
follow(
  spawn(process.execPath, [join(root, 'out/main/cli.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    // Paths in the arguments mean what they mean where the person typed them.
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
  }),
)
