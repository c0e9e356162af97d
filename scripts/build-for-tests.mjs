// Before the tests of core: the host's workers run as built files, so these must be of today.
import { ensureBuilt } from './build.mjs'

export async function setup() {
  // Whoever names a build of their own has seen to it.
  if (process.env['SINGLET_OUT']) return
  const { code, output } = await ensureBuilt()
  if (code !== 0) throw new Error(output)
}
