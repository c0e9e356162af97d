/** A picture's path without what tells its kind: `a/1.jpg` is `a/1`. */
export function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, '')
}

/** The path after its last slash. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
