/** Resolves with the time at which the frame that is being made has been handed over. */
export function afterFrame(): Promise<number> {
  return new Promise((resolve) => {
    // The callbacks of the next frame run once this one is finished: never too early a time.
    requestAnimationFrame(() => {
      resolve(performance.now())
    })
  })
}

/** Resolves when the callbacks of the next frame run. */
export function nextFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve)
  })
}
