import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import configuration from '../.dependency-cruiser.js'
import { findViolations } from './bounds.mjs'

/** One small tree that breaks every rule at least once: rule, offending file, what it says. */
const offences: [rule: string, file: string, text: string][] = [
  ['kernel-is-a-leaf', 'core/kernel/bad.ts', "import '../contract/good'"],
  ['kernel-is-a-leaf', 'core/kernel/bad-type.ts', "import type { Good } from '../tensor/good'"],
  ['contract-is-a-leaf', 'core/contract/bad.ts', "import '../kernel/good'"],
  ['bases-see-leaves', 'core/store/bad.ts', "import '../inference/good'"],
  ['bases-see-leaves', 'core/tensor/bad-type.ts', "import type { Good } from '../dataset/good'"],
  ['domains-look-down', 'core/review/bad.ts', "import '../spml/good'"],
  ['domains-look-down', 'core/features/bad.ts', "import '../host/good'"],
  ['domains-look-down', 'core/dataset/bad-type.ts', "export type { Good } from '../features/good'"],
  ['host-looks-down', 'core/host/bad.ts', "import '../cli/good'"],
  ['core-knows-no-window', 'core/cli/bad.ts', "import '../../electron/main/good'"],
  ['core-knows-no-window', 'core/host/bad-window.ts', "import '../../renderer/src/stores/good'"],
  ['electron-knows-no-core', 'electron/main/bad.ts', "import '../../core/host/good'"],
  ['electron-knows-no-core', 'electron/main/bad-words.ts', "import '../../core/contract/good'"],
  ['renderer-sees-the-contract', 'renderer/src/views/bad.ts', "import '../../../core/kernel/good'"],
  [
    'renderer-sees-the-contract',
    'renderer/src/views/Bad.vue',
    '<script setup lang="ts">\nimport type { Good } from \'@contract/../store/good\'\n</script>',
  ],
  ['canvas-is-an-engine', 'renderer/src/canvas/bad.ts', "import '@/stores/good'"],
  ['canvas-knows-no-vue', 'renderer/src/canvas/bad-vue.ts', "import { ref } from 'vue'"],
  ['stores-know-no-view', 'renderer/src/stores/bad.ts', "import '@/views/good'"],
  ['kernel-is-pure', 'core/kernel/bad-file.ts', "import 'node:fs'"],
  ['kernel-is-pure', 'core/kernel/bad-package.ts', "import type { ZodType } from 'zod'"],
  ['only-tensor-knows-tensorflow', 'core/spml/bad.ts', "import '@tensorflow/tfjs-core'"],
  ['only-inference-knows-onnxruntime-and-sharp', 'core/dataset/bad.ts', "import 'sharp'"],
  [
    'only-inference-knows-onnxruntime-and-sharp',
    'core/features/bad-o.ts',
    "import 'onnxruntime-node'",
  ],
  ['only-store-knows-sqlite', 'core/review/bad-sql.ts', "import type { Kysely } from 'kysely'"],
  ['only-the-ends-know-orpc', 'renderer/src/views/bad-rpc.ts', "import '@orpc/client'"],
  ['only-the-ends-know-orpc', 'core/contract/bad-rpc.ts', "import '@orpc/contract'"],
  ['only-canvas-knows-konva', 'renderer/src/views/bad-konva.ts', "import 'konva'"],
  ['only-electron-knows-electron', 'core/host/bad-electron.ts', "import 'electron-window-state'"],
  ['no-cycle', 'core/kernel/round.ts', "import './about'\nexport const round = 1"],
  ['no-cycle', 'core/kernel/about.ts', "export { round } from './round'"],
  ['no-import-of-tests', 'core/store/bad-test.ts', "import './good.test'"],
  ['no-undeclared-package', 'core/store/bad-package.ts', "import 'prettier'"],
  ['no-unresolved-import', 'core/store/bad-nowhere.ts', "import './nowhere'"],
]

/** What the offenders import, and things that are allowed and must stay silent. */
const innocents: Record<string, string> = {
  ...Object.fromEntries(
    [
      'kernel',
      'contract',
      'tensor',
      'inference',
      'store',
      'dataset',
      'features',
      'spml',
      'review',
      'host',
      'cli',
    ].map((folder) => [`core/${folder}/good.ts`, 'export type Good = string']),
  ),
  'core/store/good.test.ts': 'export const test = 1',
  'core/contract/shell-messages.ts': 'export const word = 1',
  'core/contract/index.ts': "import '@orpc/contract'",
  'core/spml/fine.ts': "import '../kernel/good'\nimport '../tensor/good'",
  'core/cli/fine.ts': "import '../host/good'",
  'electron/main/good.ts': "import '../../core/contract/shell-messages'",
  'renderer/src/views/good.ts': "import '@contract/good'",
  'renderer/src/stores/good.ts': 'export const store = 1',
  'renderer/src/canvas/good.ts': "import 'konva'",
  'package.json': JSON.stringify({
    dependencies: Object.fromEntries(
      [
        'zod',
        'vue',
        'konva',
        'kysely',
        'sharp',
        'onnxruntime-node',
        '@tensorflow/tfjs-core',
        '@orpc/client',
        '@orpc/contract',
        'electron-window-state',
      ].map((name) => [name, '*']),
    ),
    devDependencies: { prettier: '*' },
  }),
}

describe('the direction of imports', () => {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), 'singlet-bounds-')))
  let found: { rule: string; from: string }[] = []

  beforeAll(async () => {
    const files = {
      ...innocents,
      ...Object.fromEntries(offences.map(([, file, text]) => [file, text])),
    }
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true })
      writeFileSync(join(tree, file), `${text}\n`)
    }
    symlinkSync(resolve(import.meta.dirname, '../node_modules'), join(tree, 'node_modules'))
    found = (await findViolations(tree)).violations
  })
  afterAll(() => {
    rmSync(tree, { recursive: true })
  })

  it.each(offences)('%s stops %s', (rule, from) => {
    const stopped = found.filter((it) => it.from === from).map((it) => it.rule)
    // A cycle is told once, at either of its ends.
    if (rule === 'no-cycle') expect(found.map((it) => it.rule)).toContain(rule)
    else expect(stopped).toContain(rule)
  })

  it('has no rule that was never seen to fail', () => {
    const rules = (configuration.forbidden ?? []).map(({ name }) => name)
    expect(rules.filter((name) => !found.some((it) => it.rule === name))).toEqual([])
  })

  it('leaves the allowed imports in peace', () => {
    const innocent = Object.keys(innocents)
    expect(found.filter((it) => innocent.includes(it.from))).toEqual([])
  })
})
