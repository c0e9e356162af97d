/**
 * Finds, for each file name of an import, the picture of a project that it means: the same path;
 * else the same spelled otherwise (Unicode form, back-slashes); else the only picture whose path
 * ends in that name or that the name ends in; else the only one that differs in its ending (`.jpg`,
 * `.png`), since label files of some formats do not tell it. null where nothing, or more than one
 * picture, fits.
 */
export function matchFiles(files: readonly string[], paths: readonly string[]): (string | null)[] {
  const exact = new Set(paths)
  const byName = groupBy(paths, lastName)
  const byStem = groupBy(paths, (path) => withoutEnding(lastName(path)))
  return files.map((file) => {
    if (exact.has(file)) return file
    const key = normal(file)
    const candidates = byName.get(lastName(key)) ?? []
    const same = candidates.filter((path) => normal(path) === key)
    const tails = candidates.filter((path) => isTail(normal(path), key))
    if (same.length > 0 || tails.length > 0) return only(same) ?? only(tails)
    const stem = withoutEnding(key)
    const alike = byStem.get(lastName(stem)) ?? []
    const named = alike.filter((path) => withoutEnding(normal(path)) === stem)
    return only(named) ?? only(alike.filter((path) => isTail(withoutEnding(normal(path)), stem)))
  })
}

function groupBy(paths: readonly string[], by: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const path of paths) {
    const name = by(normal(path))
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

function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, '')
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
