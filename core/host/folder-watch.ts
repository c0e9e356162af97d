import { access } from 'node:fs/promises'

const LOOK_EVERY_MS = 2000

/** Looks after a folder that is out of reach until it is there again: a disk that is plugged in, say. */
export class FolderWatch {
  #timer: NodeJS.Timeout | null = null

  /** Calls `onBack` once when the folder can be reached; asking again while waiting changes nothing. */
  untilBack(folder: () => string, onBack: () => void): void {
    if (this.#timer !== null) return
    this.#timer = setInterval(() => {
      void isReachable(folder()).then((there) => {
        if (!there || this.#timer === null) return
        this.stop()
        onBack()
      })
    }, LOOK_EVERY_MS)
    // Waiting for a disk keeps no program alive.
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}

export async function isReachable(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  )
}
