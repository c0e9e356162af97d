import { createRequire } from 'node:module'
import { join } from 'node:path'

export const PACKAGE = '@tensorflow/tfjs-node-gpu'
export const PACKAGE_VERSION = '4.22.0'

/**
 * The package.json of TensorFlow.js's Node package: the one that was installed with Singlet, or the one
 * that the setup has fetched because npm had left the optional package out; null when neither is there.
 */
export function findPackage(home: string | null): string | null {
  const places = [
    import.meta.url,
    ...(home === null ? [] : [join(packageFolder(home), 'index.js')]),
  ]
  for (const from of places) {
    try {
      return createRequire(from).resolve(`${PACKAGE}/package.json`)
    } catch {
      // Not there: the next place.
    }
  }
  return null
}

/** Where the setup puts the package when it has to fetch it. */
export function packageFolder(home: string): string {
  return join(home, 'package')
}
