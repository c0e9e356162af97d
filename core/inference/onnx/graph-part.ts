import { encodeFloat16 } from '../../kernel/float16'
import { nodeOf, tensorOf } from './onnx-format'
import type { Attributes } from './onnx-format'

/** Keeps names apart from those of the backbone. */
const PREFIX = 'singlet/'
/** The number of float32 in ONNX, for `Cast`. */
const TO_FLOAT = { to: 1 }

/** Nodes and constants to append to a network. Every method returns the name of what it added. */
export class GraphPart {
  readonly nodes: Uint8Array[] = []
  readonly constants: Uint8Array[] = []

  node(op: string, inputs: readonly string[], name: string, attributes?: Attributes): string {
    return this.output(op, inputs, PREFIX + name, attributes)
  }

  /** A node whose output keeps its name, because people read it. */
  output(op: string, inputs: readonly string[], name: string, attributes?: Attributes): string {
    this.nodes.push(nodeOf(op, inputs, name, attributes))
    return name
  }

  floats(name: string, dims: readonly number[], values: Float32Array): string {
    return this.#constant(name, dims, values)
  }

  scalar(name: string, value: number): string {
    return this.floats(name, [], Float32Array.of(value))
  }

  /** A large constant that half precision is enough for; what is computed with it is float32. */
  halves(name: string, dims: readonly number[], values: Float32Array): string {
    const halves = this.#constant(`${name}_half`, dims, encodeFloat16(values))
    return this.node('Cast', [halves], name, TO_FLOAT)
  }

  integers(name: string, values: readonly number[]): string {
    return this.#constant(name, [values.length], BigInt64Array.from(values, BigInt))
  }

  #constant(name: string, dims: readonly number[], values: Parameters<typeof tensorOf>[2]): string {
    this.constants.push(tensorOf(PREFIX + name, dims, values))
    return PREFIX + name
  }
}
