/** The 256 colours of PASCAL VOC's label pictures: the bits of a number, spread over red, green, blue. */
export const vocPalette: readonly (readonly [number, number, number])[] = Array.from(
  { length: 256 },
  (_, label) => {
    const colour: [number, number, number] = [0, 0, 0]
    for (let bit = 0; bit < 8; bit++) {
      for (let channel = 0; channel < 3; channel++) {
        const value = (label >> (3 * bit + channel)) & 1
        colour[channel] = (colour[channel] ?? 0) | (value << (7 - bit))
      }
    }
    return colour
  },
)

/** In VOC, 255 is what nobody had to decide: borders of objects and the like. */
export const vocVoid = 255
