/** What Dawn wants to be called for: it looks then for answers of the GPU. */
const waiting = new Set<() => void>()
let caught = false

/**
 * Dawn looks for what the GPU has finished in `setImmediate` only, which nobody who waits in the middle of
 * a computation ever reaches. From here on its looks can also be made by `tick`; everybody else's
 * immediates stay as they were. Once, before Dawn is loaded.
 */
export function catchTicks(): void {
  if (caught) return
  caught = true
  const original = globalThis.setImmediate
  const schedule = (callback: (...args: unknown[]) => void, ...args: unknown[]) => {
    if (!isNative(callback)) return original(callback, ...args)
    const once = () => {
      if (waiting.delete(once)) callback()
    }
    waiting.add(once)
    return original(once)
  }
  // Its own promise form too must be found where it was.
  Object.defineProperties(schedule, Object.getOwnPropertyDescriptors(original))
  Reflect.set(globalThis, 'setImmediate', schedule)
}

/** Lets Dawn look now. Whether there was anything that it waits for. */
export function tick(): boolean {
  const now = [...waiting]
  for (const look of now) look()
  return now.length > 0
}

/** Written in another language than the rest of us. */
function isNative(callback: unknown): boolean {
  return (
    typeof callback === 'function' &&
    callback.name === '' &&
    Function.prototype.toString.call(callback).includes('[native code]')
  )
}
