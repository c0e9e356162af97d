/**
 * A spreadsheet takes a cell that starts with = + - @, a tab or a return for a formula. `escape`
 * puts an apostrophe before such a cell (and before one that already looks escaped), `unescape`
 * takes exactly one off again, so that every text comes back as it was.
 */
export function escapeFormula(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** The inverse of `escapeFormula`. */
export function unescapeFormula(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}
