/** Text that is safe inside of an SVG element. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Lines of at most so many letters, broken between words. */
export function wrap(text: string, letters: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= letters) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines
}

/** Lines in the middle around a point. */
export function centred(
  lines: readonly string[],
  x: number,
  y: number,
  lineHeight: number,
): string[] {
  const first = y - ((lines.length - 1) / 2) * lineHeight
  return lines.map(
    (line, i) =>
      `<text x="${x}" y="${first + i * lineHeight}" text-anchor="middle" class="quiet">${escapeXml(line)}</text>`,
  )
}
