/** A number short enough for a file of many. */
function short(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** Template tag for SVG text: numbers come out short. */
export function svg(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce((text, part, i) => {
    const value = values[i - 1] ?? ''
    return text + (typeof value === 'number' ? short(value) : value) + part
  })
}

export function circle(x: number, y: number, r: number, fill: string): string {
  return svg`<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`
}

export function ellipse(x: number, y: number, rx: number, ry: number, fill: string): string {
  return svg`<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`
}

export function box(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  round = 0,
): string {
  return svg`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${fill}"/>`
}

export function shape(d: string, fill: string): string {
  return `<path d="${d}" fill="${fill}"/>`
}

/** A line with round ends. */
export function stroke(d: string, colour: string, width: number): string {
  return svg`<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
}

/** A circle's outline. */
export function ring(x: number, y: number, r: number, colour: string, width: number): string {
  return svg`<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="${colour}" stroke-width="${width}"/>`
}

export function group(transform: string, ...children: string[]): string {
  return `<g transform="${transform}">${children.join('')}</g>`
}

export function faded(opacity: number, ...children: string[]): string {
  return svg`<g opacity="${Math.round(opacity * 100) / 100}">${children.join('')}</g>`
}

/** A vertical gradient definition of evenly spaced colours, to be used as `url(#id)`. */
export function verticalGradient(id: string, ...colours: string[]): string {
  const stops = colours.map((colour, i) => {
    const offset = colours.length === 1 ? 0 : i / (colours.length - 1)
    return `<stop offset="${offset.toFixed(2)}" stop-color="${colour}"/>`
  })
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient>`
}

/** A round gradient definition that fades a colour out. */
export function glowGradient(id: string, colour: string, strength: number): string {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${strength.toFixed(2)}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`
}
