/**
 * Colours of classes in the order they are given out: Okabe and Ito's seven that most people with
 * colour-blindness tell apart, then Paul Tol's "muted" ones. More classes begin again.
 */
export const classColours = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#88ccee',
  '#44aa99',
  '#117733',
  '#999933',
  '#ddcc77',
  '#cc6677',
  '#882255',
  '#aa4499',
  '#332288',
] as const
