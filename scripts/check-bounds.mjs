// `npm run bounds`: the direction of imports.
import { findViolations } from './bounds.mjs'
import { root } from './run.mjs'

const { violations, modules } = await findViolations(root.replace(/[\\/]$/, ''))
for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`)
console.error(`${modules} modules, ${violations.length} violations`)
process.exitCode = violations.length === 0 ? 0 : 1
