import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Failure } from '../../contract/failures'

/** Files of TensorFlow or of CUDA: packed in a wheel, or lying in a folder. */
export interface LibrarySource {
  /** The wheel or the folder. */
  readonly path: string
  /** Its name on the package index, `tensorflow-cpu`, say; null where nothing tells. */
  readonly project: string | null
  /** Bytes by the name within, with slashes. */
  readonly files: ReadonlyMap<string, number>
  /**
   * Writes one file, checked against the hash that came along.
   * @throws Failure LIBRARY_INVALID when it is damaged
   */
  copy(name: string, to: string, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** SHA-256 of a file, hexadecimal. */
export async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { signal, highWaterMark: 1 << 20 })) {
    // A stream without an encoding gives bytes.
    hash.update(chunk as Uint8Array)
  }
  return hash.digest('hex')
}

export function invalid(message: string, advice: string, path: string, cause?: unknown): Failure {
  return new Failure('LIBRARY_INVALID', message, { advice, path, cause })
}

const line = /^([^,"]+),sha256=([\w-]+),(\d*)$/

/** Hashes by file name out of a wheel's RECORD, as hexadecimal SHA-256. */
export function hashesOf(record: string): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>()
  for (const text of record.split(/\r?\n/)) {
    const [, name, hash] = line.exec(text) ?? []
    if (name && hash) hashes.set(name, Buffer.from(hash, 'base64url').toString('hex'))
  }
  return hashes
}
