/** The last part of a folder's path, on any system. */
export function folderName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? ''
}

/** A name that every file system takes as a folder. */
export function safeName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, '-')
    .replace(/[. ]+$/, '')
    .trim()
}

/** Joins with the separator that the folder itself uses. */
export function joinPath(folder: string, name: string): string {
  if (folder === '') return ''
  const separator = folder.includes('\\') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}
