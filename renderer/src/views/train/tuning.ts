import type { BackboneInfo } from '@contract/training'

/** Networks that a training may start from without any weights. */
export const networks = ['resnet18', 'resnet50', 'mobilenet-v2', 'tiny-resnet'] as const

/** Backbones that runs have trained; their weights lie beside them, so that they can be trained on. */
export function tunedOf(backbones: readonly BackboneInfo[]): readonly BackboneInfo[] {
  return backbones.filter(({ id }) => /[\\/]backbone\.onnx$/.test(id))
}

/** What a recipe's backbone is among the choices for a training of all: a known one, or a file. */
export function startOf(backbone: string, backbones: readonly BackboneInfo[]): string {
  const known = [...networks, ...tunedOf(backbones).map(({ id }) => id)]
  return known.includes(backbone) ? backbone : 'file'
}
