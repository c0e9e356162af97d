import { Module, createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { inspect } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import { addonPath, readInstalled } from './setup/home'
import { findPackage } from './setup/package'
import { restoreOldUtil } from './setup/old-util'

export type Native =
  | { loaded: true; version: string; usesGpu: boolean }
  | { loaded: false; reason: string; advice: string }

const INSTALL =
  'Install it in Settings > Devices, or with `npm run setup:tensorflow`; training works without it.'

/** What the package asks for the place of its addon. */
const FINDER = '@mapbox/node-pre-gyp'

/** A library stays in its process once it is loaded; what failed may be tried again. */
const loads = new Map<string, Promise<Native>>()

/**
 * Loads native TensorFlow into this thread, from the folder that its setup has filled (`tensorflowHome`);
 * absent or broken it says so and harms nothing. The backend in use stays in use.
 */
export async function loadNative(home: string | null): Promise<Native> {
  const installed = home === null ? null : await readInstalled(home)
  if (home === null || installed === null) {
    return { loaded: false, reason: 'Native TensorFlow is not installed.', advice: INSTALL }
  }
  const addon = addonPath(join(home, installed.folder))
  const load = loads.get(addon) ?? loadFrom(home, addon)
  loads.set(addon, load)
  const native = await load
  if (!native.loaded) loads.delete(addon)
  return native
}

async function loadFrom(home: string, addon: string): Promise<Native> {
  const manifest = findPackage(home)
  if (manifest === null) {
    return {
      loaded: false,
      reason: 'The optional package of TensorFlow.js for Node is not installed.',
      advice: 'Run `npm run setup:tensorflow` again, which fetches it; training works without it.',
    }
  }
  const before = tf.engine().backendName
  // Its library writes to the console past us: only what it warns of.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1'
  // Its faster convolutions (oneDNN), which it leaves off by itself on processors without VNNI.
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1'
  try {
    requirePackage(manifest, addon)
    if (before) await tf.setBackend(before)
    const backend: object = tf.engine().findBackend('tensorflow')
    return {
      loaded: true,
      version: versionOf(createRequire(manifest)(addon)),
      usesGpu: 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true,
    }
  } catch (error) {
    return { loaded: false, ...explain(error) }
  }
}

/**
 * Loads the package with our addon in place of the one that it would look for inside of itself: its
 * question is answered by a stand-in, for this one moment.
 */
function requirePackage(manifest: string, addon: string): void {
  const within = createRequire(manifest)
  const finder = within.resolve(FINDER)
  const standIn = new Module(finder)
  standIn.exports = { find: () => addon }
  standIn.loaded = true
  const original = within.cache[finder]
  within.cache[finder] = standIn
  restoreOldUtil()
  try {
    within(join(dirname(manifest), 'dist', 'index.js'))
  } finally {
    if (original) within.cache[finder] = original
    else Reflect.deleteProperty(within.cache, finder)
  }
}

function versionOf(addon: unknown): string {
  const known = typeof addon === 'object' && addon !== null && 'TF_Version' in addon
  return known && typeof addon.TF_Version === 'string' ? addon.TF_Version : 'unknown'
}

function explain(error: unknown): { reason: string; advice: string } {
  const message = error instanceof Error ? error.message : inspect(error)
  return {
    reason: `TensorFlow is installed but does not load: ${message.split('\n')[0] ?? message}`,
    advice: 'Install it again; training works without it.',
  }
}
