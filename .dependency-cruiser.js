// The direction of imports, types included. Each rule is seen to fail in scripts/bounds.test.ts.

const leaves = 'kernel|contract'
const bases = 'tensor|inference|store'
const domains = 'dataset|features|spml|segmentation|review'
const anyPackage = 'node_modules'

/**
 * Files in `from` may import, of our own sources, only what lies in `allowed`.
 *
 * @param {string} name
 * @param {string} comment
 * @param {string} from
 * @param {string[]} allowed
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(core|electron|renderer)/', pathNot: allowed },
})

/**
 * Only files in `owner` may import these packages.
 *
 * @param {string} name
 * @param {string[]} packages
 * @param {string[]} owner
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const owned = (name, packages, owner) => ({
  name,
  comment: `Only ${owner.join(', ')} may import ${packages.join(', ')}.`,
  severity: 'error',
  from: { pathNot: owner },
  to: { path: packages.map((it) => `(^|/)${anyPackage}/${it}(/|$)`) },
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    only('kernel-is-a-leaf', 'Pure maths imports nothing of ours.', '^core/kernel/', [
      '^core/kernel/',
    ]),
    only('contract-is-a-leaf', 'The contract imports nothing of ours.', '^core/contract/', [
      '^core/contract/',
    ]),
    only('bases-see-leaves', 'A base folder sees the leaves only.', `^core/(${bases})/`, [
      `^core/(${leaves})/`,
      '^core/$1/',
    ]),
    only(
      'domains-look-down',
      'A domain folder sees leaves and bases, never another domain, the host or the command.',
      `^core/(${domains})/`,
      [`^core/(${leaves}|${bases})/`, '^core/$1/'],
    ),
    only('host-looks-down', 'The host composes what lies below it.', '^core/host/', [
      `^core/(${leaves}|${bases}|${domains}|host)/`,
    ]),
    only('core-knows-no-window', 'Core runs without any window.', '^core/', ['^core/']),
    only(
      'electron-knows-no-core',
      "Electron's side finds the built host; it shares only the words of its messages.",
      '^electron/',
      ['^electron/', '^core/contract/shell-messages\\.ts$'],
    ),
    only(
      'renderer-sees-the-contract',
      'The window knows of core only what the contract says, and shares the maths of masks.',
      '^renderer/',
      ['^renderer/src/', '^core/contract/', '^core/kernel/mask/'],
    ),
    only(
      'canvas-is-an-engine',
      'The canvas engine knows no store, no api, no component.',
      '^renderer/src/canvas/',
      ['^renderer/src/canvas/', '^core/contract/', '^core/kernel/mask/'],
    ),
    {
      name: 'canvas-knows-no-vue',
      comment: 'CanvasStage.vue is the one bridge between Vue and the engine.',
      severity: 'error',
      from: { path: '^renderer/src/canvas/', pathNot: '\\.(vue|test\\.ts)$' },
      to: { path: `(^|/)${anyPackage}/(vue|@vue|pinia|vue-router|vue-i18n)(/|$)` },
    },
    {
      name: 'stores-know-no-view',
      comment: 'What the window knows does not depend on how it is shown.',
      severity: 'error',
      from: { path: '^renderer/src/(stores|api)/' },
      to: { path: '^renderer/src/(views|components|frame|canvas)/' },
    },
    {
      name: 'kernel-is-pure',
      comment: 'Maths needs no file, no network and no package.',
      severity: 'error',
      from: { path: '^core/kernel/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional'] },
    },
    owned('only-tensor-knows-tensorflow', ['@tensorflow'], ['^core/tensor/']),
    owned(
      'only-inference-knows-onnxruntime-and-sharp',
      ['onnxruntime-node', 'onnxruntime-common', 'sharp'],
      ['^core/inference/'],
    ),
    owned('only-store-knows-sqlite', ['kysely', '@photostructure/sqlite'], ['^core/store/']),
    owned(
      'only-the-ends-know-orpc',
      ['@orpc'],
      ['^core/contract/index\\.ts$', '^core/host/', '^core/cli/', '^renderer/src/api/'],
    ),
    owned('only-canvas-knows-konva', ['konva'], ['^renderer/src/canvas/']),
    owned('only-electron-knows-electron', ['electron', 'electron-window-state'], ['^electron/']),
    {
      name: 'no-cycle',
      comment: 'Two files that need each other to load are one file, or three. Types load nothing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-import-of-tests',
      comment: 'What ships does not need its tests.',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { path: '\\.test\\.ts$' },
    },
    {
      name: 'no-undeclared-package',
      comment:
        'What ships needs no development package; tests, their helpers, shims and `bench ui`, which says what it misses, may.',
      severity: 'error',
      from: { pathNot: '((\\.test|\\.d|/test-[^/]+)\\.ts$|^core/cli/bench/ui/)' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        // Electron is there when Electron runs us; the types of Node belong to Node.
        pathNot: `(^|/)${anyPackage}/(electron|@types)/`,
      },
    },
    {
      name: 'no-unresolved-import',
      comment: 'An import that leads nowhere would escape every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: anyPackage },
  },
}
