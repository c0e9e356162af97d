/**
 * Finds, for each file name of an import, the picture of a project that it means: the same path;
 * else the same spelled otherwise (Unicode form, back-slashes); else the only picture whose path
 * ends in that name or that the name ends in. null where nothing, or more than one picture, fits.
 */
export function matchFiles(files: readonly string[], paths: readonly string[]): (string | null)[] {
  const exact = new Set(paths)
  const byName = groupByName(paths)
  return files.map((file) => {
    if (exact.has(file)) return file
    const key = normal(file)
    const candidates = byName.get(lastName(key)) ?? []
    const same = candidates.filter((path) => normal(path) === key)
    return only(same) ?? only(candidates.filter((path) => isTail(normal(path), key)))
  })
}

function groupByName(paths: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const path of paths) {
    const name = lastName(normal(path))
    const group = groups.get(name)
    if (group) group.push(path)
    else groups.set(name, [path])
  }
  return groups
}

function only(paths: string[]): string | null {
  return paths.length === 1 ? (paths[0] ?? null) : null
}

/** Whether one path is the other without its first folders (`coco/images/1.jpg`, `images/1.jpg`). */
function isTail(a: string, b: string): boolean {
  return `/${a}`.endsWith(`/${b}`) || `/${b}`.endsWith(`/${a}`)
}

function normal(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '').normalize('NFC')
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
