// Every package must accept the oldest Node that we promise, except those that never run on it.
import { readFileSync } from 'node:fs'
import semver from 'semver'
import { oldestNode } from './node-version.mjs'
import { root } from './run.mjs'

/** Packages that ask for more, and why that does no harm. */
const exceptions = new Map([
  ['electron', 'brings its own Node; the package only fetches it'],
  ['@electron/get', 'fetches Electron; runs on Node 20 too'],
  ['@electron-internal/extract-zip', 'unpacks Electron; runs on Node 20 too'],
  ['vue-i18n', 'runs in the browser only'],
  ['@intlify/core-base', 'runs in the browser only'],
  ['@intlify/devtools-types', 'types only'],
  ['@intlify/message-compiler', 'runs in the browser only'],
  ['@intlify/shared', 'runs in the browser only'],
  ['tinykeys', 'runs in the browser only'],
])

/** @type {{ packages: Record<string, { engines?: { node?: string } | string[] }> }} */
const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))
const demanding = Object.entries(packages).flatMap(([path, { engines }]) => {
  const range = Array.isArray(engines) ? undefined : engines?.node
  if (range === undefined || semver.satisfies(oldestNode, range)) return []
  return [{ name: path.split('node_modules/').at(-1) ?? path, range }]
})
const refused = demanding.filter(({ name }) => !exceptions.has(name))
const needless = [...exceptions.keys()].filter((name) => !demanding.some((it) => it.name === name))
for (const { name, range } of refused) console.error(`${name} wants Node ${range}`)
for (const name of needless)
  console.error(`${name} is no longer an exception: take it off the list`)
process.exitCode = refused.length + needless.length === 0 ? 0 : 1
