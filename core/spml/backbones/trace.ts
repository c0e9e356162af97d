import * as tf from '../../tensor/tf'

/** The gradient by a step's input, if it was asked for, and by its weights, by their variables' names. */
export type Gradients = { input: tf.Tensor | undefined; weights: tf.NamedTensorMap }

type Way = {
  kept: readonly tf.Tensor[]
  back: (dy: tf.Tensor) => Gradients
  within: readonly Trace[]
}

/** The way that a batch went through a network, to be gone back once. Owns what is kept for that. */
export class Trace {
  readonly #ways: Way[] = []
  #kept: tf.Tensor[] = []

  /** Keeps a tensor for the next step's way back; numbers that are kept twice are there once. */
  keep(tensor: tf.Tensor): tf.Tensor {
    const kept = tf.keep(tf.clone(tensor))
    this.#kept.push(kept)
    return kept
  }

  /**
   * The way back of the step that was just taken, with all that was kept since the one before; `within`
   * are traces that it goes back itself.
   */
  step(back: Way['back'], within: readonly Trace[] = []): void {
    this.#ways.push({ kept: this.#kept, back, within })
    this.#kept = []
  }

  /**
   * From the gradient by what came out to those by what went in; frees what was kept on the way. What throws
   * in between leaves the rest to `dispose`.
   */
  back(dy: tf.Tensor): Gradients {
    const weights: Gradients['weights'] = {}
    let given: tf.Tensor | undefined = dy
    for (let way = this.#ways.at(-1); way !== undefined; way = this.#ways.at(-1)) {
      const { kept, back } = way
      const at: tf.Tensor | undefined = given
      if (at === undefined) throw new Error('A step in the middle has no gradient by its input.')
      const result: Gradients = tf.tidy(() => back(at))
      Object.assign(weights, result.weights)
      given = result.input
      tf.dispose([...kept])
      this.#ways.pop()
      if (at !== dy && at !== given) at.dispose()
    }
    return { input: given, weights }
  }

  /** Frees everything when nobody goes back. */
  dispose(): void {
    for (const { kept, within } of this.#ways) {
      tf.dispose([...kept])
      for (const trace of within) trace.dispose()
    }
    tf.dispose(this.#kept)
    this.#ways.length = 0
    this.#kept = []
  }
}
