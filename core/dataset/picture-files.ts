const extensions = new Set([
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.gif',
  '.tif',
  '.tiff',
  '.avif',
  '.bmp',
])

/** Whether a file name has the extension of a picture that Singlet reads, in any case. */
export function isPictureName(name: string): boolean {
  const dot = name.lastIndexOf('.')
  return dot >= 0 && extensions.has(name.slice(dot).toLowerCase())
}

/** Hidden by the custom of every desktop: a leading dot (this covers macOS's `._` twins too). */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.')
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' })

/** Orders names as a file manager does: `9.jpg` before `10.jpg`. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b))
}
