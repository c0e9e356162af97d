import { join } from 'node:path'
import { exists } from './layouts/layout'

/** Formats that cannot tell unknown from absent read back what Singlet wrote as incomplete. */
export async function isOwnExport(folder: string): Promise<boolean> {
  return await exists(join(folder, 'singlet-export.json'))
}
