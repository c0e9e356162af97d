import { createRequire } from 'node:module'

/**
 * TensorFlow.js's Node package asks `node:util` for two functions that Node 23 has taken away
 * (tensorflow/tfjs#8609); where they are missing they are put back, for the whole process.
 */
export function restoreOldUtil(): void {
  // An import of `node:util` cannot be written to; what `require` gives can.
  const util: object = createRequire(import.meta.url)('node:util') as object
  const old = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: (value: unknown) => Array.isArray(value),
  }
  for (const [name, value] of Object.entries(old)) {
    if (!(name in util)) Object.defineProperty(util, name, { value, configurable: true })
  }
}
