import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

const WINDOW = 1 << 16

/** A file that is read forwards with large jumps: of hundreds of megabytes only what is looked at. */
export class FileWindow {
  readonly #file: FileHandle
  readonly size: number
  at = 0
  #start = 0
  #bytes = new Uint8Array(0)

  private constructor(file: FileHandle, size: number) {
    this.#file = file
    this.size = size
  }

  static async open(path: string): Promise<FileWindow> {
    const file = await open(path, 'r')
    try {
      return new FileWindow(file, (await file.stat()).size)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** @throws RangeError behind the end of the file */
  async take(count: number): Promise<Uint8Array> {
    if (count < 0 || this.at + count > this.size) throw new RangeError('The file ends too soon.')
    const inside = this.at >= this.#start && this.at + count <= this.#start + this.#bytes.length
    if (!inside) await this.#load(count)
    const from = this.at - this.#start
    this.at += count
    return this.#bytes.subarray(from, from + count)
  }

  /** A number in groups of seven bits, the lowest first, as protobuf has it. */
  async varint(): Promise<number> {
    let [value, scale] = [0, 1]
    for (let i = 0; i < 10; i++, scale *= 128) {
      const [byte = 0] = await this.take(1)
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
    throw new RangeError('A number in the file does not end.')
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  async #load(count: number): Promise<void> {
    const bytes = new Uint8Array(Math.min(Math.max(count, WINDOW), this.size - this.at))
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, this.at)
    if (bytesRead < count) throw new RangeError('The file ends too soon.')
    this.#start = this.at
    this.#bytes = bytes.subarray(0, bytesRead)
  }
}
