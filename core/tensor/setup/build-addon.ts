import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Failure } from '../../contract/failures'
import { onDisk } from './disk'
import { addonPath } from './home'
import { answers, lastLines, runProgram } from './run-program'

/** The settings that node-gyp expects beside Node's headers: those of the addon's interface need few. */
const commonGypi = `{
  'target_defaults': {
    'default_configuration': 'Release',
    'configurations': { 'Release': { 'cflags': ['-O2'] } },
    'cflags_cc': ['-std=c++17'],
    'xcode_settings': {
      'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
      'GCC_OPTIMIZATION_LEVEL': '2',
      'OTHER_LDFLAGS': ['-undefined dynamic_lookup'],
    },
  },
}
`

/** What is missing on this machine for building the addon, in words; empty when all is there. */
export async function missingForBuild(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string[]> {
  const compiler = env['CXX'] ?? 'c++'
  const wanted: [string, string[]][] = [
    ['a C++ compiler', [compiler, 'g++', 'clang++']],
    ['make', ['make', 'gmake']],
    ['Python 3', ['python3', 'python']],
  ]
  const missing: string[] = []
  for (const [name, programs] of wanted) {
    let found = false
    for (const program of programs) found ||= await answers(program, ['--version'], env, signal)
    if (!found) missing.push(name)
  }
  return missing
}

/**
 * Compiles the addon of the package beside the library in `folder`. It is built in a folder for
 * temporary files, whose name has no space for make to stumble over, from a copy of the sources; the
 * headers of Node come along, so nothing is fetched. One addon serves every Node and Electron.
 *
 * @throws Failure SETUP_IMPOSSIBLE with what the compiler said
 */
export async function buildAddon(
  manifest: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const require = createRequire(import.meta.url)
  const work = await onDisk(tmpdir(), () => mkdtemp(join(tmpdir(), 'singlet-addon-')))
  try {
    await prepare(manifest, folder, work)
    const { code, output } = await runProgram(
      process.execPath,
      [
        require.resolve('node-gyp/bin/node-gyp.js'),
        ...['rebuild', `--nodedir=${join(work, 'node')}`],
        ...['--module_name=tfjs_binding', `--module_path=${join(work, 'made')}`],
        '--napi_build_version=8',
      ],
      { env: gypEnvironment(env), cwd: work },
      signal,
    )
    if (code !== 0) throw notBuilt(output)
    await keep(work, folder, env, signal)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function prepare(manifest: string, folder: string, work: string): Promise<void> {
  const headers = join(work, 'node', 'include', 'node')
  const require = createRequire(import.meta.url)
  const api = require.resolve('node-api-headers')
  await mkdir(join(work, 'deps', 'lib'), { recursive: true })
  await cp(join(dirname(api), 'include'), headers, { recursive: true })
  await writeFile(join(headers, 'common.gypi'), commonGypi)
  await cp(join(dirname(manifest), 'binding'), join(work, 'binding'), { recursive: true })
  await cp(join(dirname(manifest), 'binding.gyp'), join(work, 'binding.gyp'))
  await symlink(join(folder, 'deps', 'include'), join(work, 'deps', 'include'))
  const libraries = join(folder, 'deps', 'lib')
  for (const name of await readdir(libraries)) {
    for (const alias of [name, ...linkerNames(name)]) {
      await symlink(join(libraries, name), join(work, 'deps', 'lib', alias))
    }
  }
}

/** The wheel calls the libraries otherwise than the package's build asks for them. */
function linkerNames(name: string): string[] {
  const plain = name.replace('_cc', '')
  if (name.endsWith('.dylib')) return plain === name ? [] : [plain]
  return [plain.replace(/\.so\.2$/, '.so')]
}

/** Settings of npm reach node-gyp as variables, and are none of ours. */
function gypEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !/^npm_/i.test(name))
  return { ...Object.fromEntries(own), ELECTRON_RUN_AS_NODE: '1' }
}

async function keep(
  work: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const addon = addonPath(folder)
  await mkdir(dirname(addon), { recursive: true })
  await cp(join(work, 'made', basename(addon)), addon)
  if (process.platform === 'darwin') {
    // On a Mac the build leaves no word of where the library is.
    const args = ['-add_rpath', '@loader_path/../../deps/lib', addon]
    const { code, output } = await runProgram('install_name_tool', args, { env }, signal)
    if (code !== 0) throw notBuilt(output)
  }
}

function notBuilt(output: string): Failure {
  const errors = output.split('\n').filter((line) => /error|cannot|not found|ERR!/i.test(line))
  return new Failure(
    'SETUP_IMPOSSIBLE',
    `The addon could not be built: ${lastLines(errors.join('\n') || output)}`,
    { advice: 'Bring the C++ compiler up to date, and run it again.' },
  )
}
