import { chmod, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { onDisk } from './disk'
import { invalid, type LibrarySource } from './source'

const libraries = /^tensorflow\/libtensorflow(?:_cc|_framework)\.(?:so\.2|2\.dylib)$/
/** All that the addon's sources include, and what those include. */
const headers =
  /^tensorflow\/include\/(?:tensorflow\/c\/|tensorflow\/core\/platform\/ctstring|tsl\/platform\/ctstring|xla\/tsl\/c\/).*\.h$/
const cudaLibraries = /^nvidia\/\w+\/lib\/[^/]+\.so[^/]*$/
/** The assembler that TensorFlow calls for a card that is newer than itself. */
const cudaTools = /^nvidia\/cuda_nvcc\/(?:bin|nvvm)\/.+$/
const notices =
  /^(?:tensorflow\/(?:THIRD_PARTY_NOTICES\.txt|include\/LICENSE)|[^/]+\.dist-info\/(?:licenses\/)?Licen[cs]e.*)$/i

/** Where a file of a wheel goes within the installed folder; null for what nobody needs. */
export function placeOf(name: string): string | null {
  if (libraries.test(name)) return join('deps', 'lib', name.slice('tensorflow/'.length))
  if (headers.test(name)) return join('deps', 'include', name.slice('tensorflow/include/'.length))
  if (cudaLibraries.test(name) || cudaTools.test(name)) return join('deps', name)
  return notices.test(name) ? join('licences', name.replaceAll('/', '-')) : null
}

/** What unpacking these writes, in bytes. */
export function neededBytes(sources: readonly LibrarySource[]): number {
  const sizes = sources.flatMap(({ files }) =>
    [...files].map(([name, bytes]) => (placeOf(name) === null ? 0 : bytes)),
  )
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

/**
 * Unpacks what is needed into `folder`, one file after the other, and tells of the bytes written.
 * @throws Failure LIBRARY_INVALID without a library, or with a damaged one; DISK_FULL
 */
export async function unpack(
  sources: readonly LibrarySource[],
  folder: string,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const part of ['libtensorflow_cc.', 'libtensorflow_framework.']) requirePart(sources, part)
  let done = 0
  for (const source of sources) {
    for (const [name, bytes] of source.files) {
      const place = placeOf(name)
      if (place === null) continue
      signal.throwIfAborted()
      const to = join(folder, place)
      await onDisk(to, async () => {
        await mkdir(dirname(to), { recursive: true })
        await source.copy(name, to, signal)
        if (name.includes('/bin/')) await chmod(to, 0o755)
      })
      done += bytes
      onBytes(done)
    }
  }
}

function requirePart(sources: readonly LibrarySource[], part: string): void {
  const names = sources.flatMap(({ files }) => [...files.keys()])
  if (names.some((name) => libraries.test(name) && name.includes(part))) return
  throw invalid(
    `There is no ${part.slice(0, -1)} in what was given.`,
    'Give a wheel of TensorFlow for this machine, or the folder that one was unpacked to.',
    sources[0]?.path ?? '',
  )
}
