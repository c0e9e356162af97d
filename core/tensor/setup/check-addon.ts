import { invalid } from './source'
import { lastLines, runProgram } from './run-program'
import { addonPath } from './home'
import { TENSORFLOW_VERSION } from './wheels'

const PATIENCE_MS = 120_000

/** Asked of a process of its own: what crashes there takes nothing along. */
const program = 'process.stdout.write("version " + require(process.argv[1]).TF_Version + "\\n")'

/**
 * Loads the library in a process of its own before anyone else does.
 * @throws Failure LIBRARY_INVALID when it does not load, crashes, or is of another version
 */
export async function checkAddon(
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const addon = addonPath(folder)
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const quiet = { ...env, ELECTRON_RUN_AS_NODE: '1', TF_CPP_MIN_LOG_LEVEL: '2' }
  const { code, output } = await runProgram(
    process.execPath,
    ['--eval', program, addon],
    { env: quiet },
    AbortSignal.any([signal, patience]),
  )
  const [, version] = /^version (\S+)$/m.exec(output) ?? []
  if (code === 0 && version === TENSORFLOW_VERSION) return
  const what =
    version === undefined
      ? `it does not load: ${reasonOf(output)}`
      : `it is version ${version}, and not ${TENSORFLOW_VERSION}`
  throw invalid(
    `The TensorFlow library is no good on this machine: ${what}`,
    'What was installed before, if anything, is still in place; give another wheel, or train without it.',
    folder,
  )
}

/** The line of a stack trace that says what was wrong. */
function reasonOf(output: string): string {
  const error = output.split('\n').find((line) => /^\w*Error: /.test(line))
  return error ?? (lastLines(output) || 'its process crashed.')
}
