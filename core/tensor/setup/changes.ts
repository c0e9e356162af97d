const listeners = new Set<() => void>()

/** Hears of every install and removal by this process, until the function that it returns is called. */
export function onNativeChanged(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export function tellNativeChanged(): void {
  for (const listener of listeners) listener()
}
