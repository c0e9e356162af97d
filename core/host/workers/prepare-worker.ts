import { KernelRidge } from '../../kernel/instant/kernel-ridge'
import { PACKED_UNIT } from '../../kernel/packed/packed-rows'
import { RandomState } from '../../kernel/rng'
import { varietySteps } from '../../kernel/variety'
import { runSteps } from '../../review/run-steps'
import { useDevice } from '../../tensor/backend'
import { wasmMatMul } from '../../tensor/mat-mul'
import { serveWorker } from '../worker-channel'
import type { PackedFeatures, PrepareCalls } from './prepare-calls'

const VARIETY_SEED = 1200

function unpacker({ features, dim }: PackedFeatures) {
  return (row: number, out: Float32Array, at: number) => {
    const start = row * dim
    for (let k = 0; k < dim; k++) out[at + k] = (features[start + k] ?? 0) * PACKED_UNIT
  }
}

function shared(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}

serveWorker<PrepareCalls>({
  variety: async (packed, { signal }) => {
    const { rows, dim } = packed
    const unpack = unpacker(packed)
    const readRow = (row: number, out: Float32Array, at: number) => {
      unpack(rows[row] ?? 0, out, at)
    }
    const steps = varietySteps(rows.length, dim, readRow, new RandomState(VARIETY_SEED))
    return (await runSteps(steps, signal)).map((i) => rows[i] ?? 0)
  },

  kernel: async (packed, { signal }) => {
    await useDevice('wasm')
    const { count, dim, rows: trainRows } = packed
    const space = { packed: { unpack: unpacker(packed) }, rows: count, dim, trainRows }
    const { inverse, cross } = await runSteps(KernelRidge.partsSteps(space, wasmMatMul), signal)
    return { inverse: shared(inverse), cross: shared(cross) }
  },
})
