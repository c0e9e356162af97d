import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The compiled addon that a release carries for this kind of machine, or null. */
export async function findPrebuilt(): Promise<string | null> {
  const name = join(
    'resources',
    'native',
    `${process.platform}-${process.arch}`,
    'tfjs_binding.node',
  )
  // Sources, tests and the built program lie at different depths below the same resources.
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, name)
    if (await exists(path)) return path
    if (dirname(folder) === folder) return null
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
