import type { Layout } from './layout'
import { mobilenetV2 } from './mobilenet-v2'
import { resnet } from './resnet'

export const architectures = ['resnet50', 'resnet18', 'tiny-resnet', 'mobilenet-v2'] as const
export type Architecture = (typeof architectures)[number]

export function layoutOf(architecture: Architecture): Layout {
  return architecture === 'mobilenet-v2' ? mobilenetV2() : resnet(architecture)
}
