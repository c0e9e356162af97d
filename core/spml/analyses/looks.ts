/**
 * Colours that people with any colour vision tell apart, at least 3:1 on white (after Okabe and Ito), each
 * with a dash of its own, so that a figure survives a black-and-white printer.
 */
const looks: readonly { colour: string; dash: string }[] = [
  { colour: '#0072b2', dash: '' },
  { colour: '#d55e00', dash: '7 4' },
  { colour: '#007a5a', dash: '2 3' },
  { colour: '#aa4499', dash: '10 3 2 3' },
  { colour: '#333333', dash: '4 2' },
  { colour: '#8a6d00', dash: '12 3 2 3 2 3' },
]

/** The attributes of a stroke; looks begin anew behind the last one. */
export function stroke(look: number): string {
  const { colour, dash } = looks[look % looks.length] ?? { colour: '#333333', dash: '' }
  return `stroke="${colour}"${dash && ` stroke-dasharray="${dash}"`}`
}
