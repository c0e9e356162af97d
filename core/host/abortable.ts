/** The promise, but no longer than the signal allows; what it was about goes on by itself. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    }
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) leave()
    void promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', leave)
    })
  })
}
