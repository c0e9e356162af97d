import { answers } from './run-program'

/** A client of the Python package index that is on this machine, with the mirrors it is set up for. */
export interface PackageClient {
  readonly title: string
  readonly program: string
  /** What comes before pip's own arguments. */
  readonly args: readonly string[]
}

/** uv and pipx have no `download` of their own; both run pip itself. The last word asks for a version. */
const candidates: readonly (PackageClient & { readonly probe: readonly string[] })[] = [
  { title: 'pip', program: 'python3', args: ['-m', 'pip'], probe: ['-m', 'pip', '--version'] },
  { title: 'pip', program: 'python', args: ['-m', 'pip'], probe: ['-m', 'pip', '--version'] },
  { title: 'pip', program: 'pip3', args: [], probe: ['--version'] },
  { title: 'pip', program: 'pip', args: [], probe: ['--version'] },
  { title: 'uv', program: 'uv', args: ['tool', 'run', 'pip'], probe: ['--version'] },
  { title: 'pipx', program: 'pipx', args: ['run', 'pip'], probe: ['--version'] },
]

/** The first client that answers, or null when this machine has none. */
export async function findPackageClient(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<PackageClient | null> {
  for (const { probe, ...client } of candidates) {
    if (await answers(client.program, probe, env, signal)) return client
  }
  return null
}
