import { Failure } from '../../contract/failures'
import { findPackage, PACKAGE, PACKAGE_VERSION, packageFolder } from './package'
import { lastLines, runProgram } from './run-program'

/**
 * The package.json of TensorFlow.js's Node package; where npm has left the optional package out, npm is
 * asked for it once more, without its scripts, into the user's data.
 *
 * @throws Failure SETUP_IMPOSSIBLE when it is not there and cannot be fetched
 */
export async function ensurePackage(
  home: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  const there = findPackage(home)
  if (there !== null) return there
  const args = ['install', '--prefix', packageFolder(home), '--ignore-scripts', '--no-audit']
  const { code, output } = await runProgram(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    [...args, '--no-fund', `${PACKAGE}@${PACKAGE_VERSION}`],
    { env },
    signal,
  )
  const fetched = findPackage(home)
  if (code === 0 && fetched !== null) return fetched
  throw new Failure(
    'SETUP_IMPOSSIBLE',
    code === 127
      ? `The package ${PACKAGE} is not installed, and there is no npm to fetch it.`
      : `The package ${PACKAGE} could not be fetched: ${lastLines(output)}`,
    { advice: 'Run `npm install` in the folder of Singlet, and this again.' },
  )
}
