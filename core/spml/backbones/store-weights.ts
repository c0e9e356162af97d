import { encodeSafetensors } from '../../tensor/weights'
import type { StoredArray } from '../../tensor/weights'
import { convolutionsOf } from './layout'
import type { TrainableBackbone } from './make-backbone'
import { NORM_PARTS, storedFilter, storedShape, unitOf } from './parameters'

/** The network's numbers of now as a safetensors file, named and ordered as torchvision has them. */
export function encodeBackbone({ architecture, layout, units }: TrainableBackbone): Uint8Array {
  const arrays = new Map<string, StoredArray>()
  for (const step of convolutionsOf(layout)) {
    const unit = unitOf(units, step)
    const data = storedFilter(step, unit.filter)
    arrays.set(`${step.name}.weight`, { shape: storedShape(step), data })
    const vectors = [unit.scale, unit.shift, unit.mean, unit.variance]
    NORM_PARTS.forEach((part, i) => {
      const numbers = vectors[i]?.dataSync<'float32'>().slice() ?? new Float32Array()
      arrays.set(`${step.norm}.${part}`, { shape: [step.outputs], data: numbers })
    })
  }
  return encodeSafetensors({ arrays, metadata: { architecture } })
}
