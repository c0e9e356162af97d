import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { hashesOf, invalid, type LibrarySource, sha256Of } from './source'
import { knownWheel, TENSORFLOW_VERSION } from './wheels'

const FRESH = 'Download it again; `npm run setup:tensorflow` gets the right one by itself.'
const metadata = /^[^/]+\.dist-info\/METADATA$/
const record = /^[^/]+\.dist-info\/RECORD$/

/**
 * Opens a wheel that is for this machine and of the version that we need. One whose hash we know is
 * checked as a whole, every other one file by file as it is unpacked.
 *
 * @param fits what the file name of a wheel for this machine holds (`machineOf`)
 * @throws Failure LIBRARY_INVALID for any other file
 */
export async function openWheel(
  path: string,
  fits: string,
  signal: AbortSignal,
): Promise<LibrarySource> {
  await checkWhole(path, signal)
  const zip = await openPromise(path, { autoClose: false }).catch((cause: unknown) => {
    throw invalid('This file is no wheel, or one that was cut off.', FRESH, path, cause)
  })
  try {
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
    const { name, version } = await readMetadata(zip, entries, path)
    checkVersion(path, name, version)
    checkPlatform(path, fits)
    const hashes = hashesOf(await textOf(zip, entries, record))
    return {
      ...{ path, project: name },
      files: new Map([...entries].map(([file, entry]) => [file, entry.uncompressedSize])),
      copy: (file, to, inner) => extract(zip, entries.get(file), hashes.get(file), to, inner),
      close: () => {
        zip.close()
        return Promise.resolve()
      },
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function checkWhole(path: string, signal: AbortSignal): Promise<void> {
  const known = knownWheel(basename(path))
  if (known === null || (await sha256Of(path, signal)) === known.sha256) return
  throw invalid(`${known.file} is not the file that was published: its hash is wrong.`, FRESH, path)
}

async function readMetadata(zip: ZipFile, entries: ReadonlyMap<string, Entry>, path: string) {
  const words = await textOf(zip, entries, metadata)
  const [, name] = /^Name: *(\S+)/m.exec(words) ?? []
  const [, version] = /^Version: *(\S+)/m.exec(words) ?? []
  if (!name || !version) throw invalid('This file is no Python wheel.', FRESH, path)
  return { name: name.toLowerCase().replaceAll(/[-_.]+/g, '-'), version }
}

function checkVersion(path: string, name: string, version: string): void {
  const isTensorflow = name.startsWith('tensorflow')
  if (!isTensorflow && !name.startsWith('nvidia-')) {
    throw invalid(`This wheel holds ${name}, and not TensorFlow.`, FRESH, path)
  }
  if (!isTensorflow || version === TENSORFLOW_VERSION) return
  throw invalid(
    `This wheel holds TensorFlow ${version}; Singlet works with ${TENSORFLOW_VERSION}.`,
    `Get that version: pip download --no-deps ${name}==${TENSORFLOW_VERSION}`,
    path,
  )
}

function checkPlatform(path: string, fits: string): void {
  if (new RegExp(fits).test(basename(path))) return
  throw invalid(
    `This wheel is for another kind of machine: ${basename(path)}`,
    `Get the one for this machine; it names its platform in its last part: ${fits.replace('.*', '…')}.`,
    path,
  )
}

/** The text of the one file whose name fits; empty when there is none. */
async function textOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>, name: RegExp) {
  const entry = [...entries.values()].find(({ fileName }) => name.test(fileName))
  return entry ? text(await zip.openReadStreamPromise(entry)) : ''
}

async function extract(
  zip: ZipFile,
  entry: Entry | undefined,
  expected: string | undefined,
  to: string,
  signal: AbortSignal,
): Promise<void> {
  if (!entry) throw new Error('The wheel holds no such file.')
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const source = await zip.openReadStreamPromise(entry)
  await pipeline(source, hashing, createWriteStream(to), { signal })
  if (hash.digest('hex') === expected) return
  throw invalid(`${entry.fileName} in the wheel is damaged: its hash is wrong.`, FRESH, to)
}
