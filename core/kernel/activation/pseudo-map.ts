/** A class's mask in a picture, at the grid that is painted. */
export interface ClassMask {
  readonly class: number
  /** Logits [positions]; above 0 is inside. */
  readonly logits: Float32Array
  /** Mean activation of the class inside, 0..1. */
  readonly activation: number
}

/**
 * The class of every place (From SAM to CAMs, with the background that belongs to it): inside its mask a
 * class scores logit times mean activation, the highest score wins, the class first named where equal;
 * where there is none, it is the background, `classes` (the official code has 20 whatever the classes).
 */
export function pseudoMap(
  masks: readonly ClassMask[],
  classes: number,
  positions: number,
): Uint16Array {
  const map = new Uint16Array(positions).fill(classes)
  const best = new Float32Array(positions)
  for (const { class: id, logits, activation } of masks)
    for (let i = 0; i < positions; i++) {
      const score = (logits[i] ?? 0) * activation
      if (!(score > (best[i] ?? 0))) continue
      best[i] = score
      map[i] = id
    }
  return map
}
