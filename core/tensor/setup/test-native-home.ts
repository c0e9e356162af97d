import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { installedPath } from './home'

/**
 * Native TensorFlow for tests, where it is: what `SINGLET_TENSORFLOW_HOME` names, or what the tests'
 * own setup keeps with the packages (`npm test`). Null without either: such tests are skipped.
 */
export function testNativeHome(): string | null {
  const home = resolve(
    process.env['SINGLET_TENSORFLOW_HOME'] ?? 'node_modules/.cache/singlet-tensorflow',
  )
  return existsSync(installedPath(home)) ? home : null
}
