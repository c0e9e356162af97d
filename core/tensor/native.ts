import { createRequire } from 'node:module'
import * as tf from '@tensorflow/tfjs-core'

export type Native =
  | { loaded: true; version: string; usesGpu: boolean }
  | { loaded: false; reason: string; advice: string }

const PACKAGE = '@tensorflow/tfjs-node-gpu'

let attempt: Promise<Native> | null = null

/** Tries the optional native addon once; absent or without its library it says so and harms nothing. */
export function loadNative(): Promise<Native> {
  attempt ??= load()
  return attempt
}

async function load(): Promise<Native> {
  try {
    createRequire(import.meta.url).resolve(PACKAGE)
  } catch {
    return {
      loaded: false,
      reason: 'The optional package with native TensorFlow is not installed.',
      advice: 'Install it with `npm install`; training works without it.',
    }
  }
  try {
    await import(PACKAGE)
    const backend: object = tf.engine().findBackend('tensorflow')
    return {
      loaded: true,
      version: tf.version_core,
      usesGpu: 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true,
    }
  } catch (error) {
    return { loaded: false, ...explain(error) }
  }
}

function explain(error: unknown): { reason: string; advice: string } {
  const message = error instanceof Error ? error.message : String(error)
  const missing = message.includes('tfjs_binding') || message.includes('libtensorflow')
  return {
    reason: missing
      ? 'The native addon or the TensorFlow library that it needs is not there.'
      : (message.split('\n')[0] ?? message),
    advice: 'Build the addon and give it a TensorFlow library; training works without it.',
  }
}
