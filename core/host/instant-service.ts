import type { ClassId } from '../contract/ids'
import type { PooledWeights } from '../inference/heat-map'
import type { FeatureKey } from './inference-service'
import type { LabelChange } from './label-table'
import type { Project } from './project'

export class InstantService {
  readonly key: FeatureKey = { backbone: 'mini', side: 320 }
  featureCount = 0
  constructor(readonly_: Project) {
    void readonly_
  }
  serves(key: FeatureKey): boolean {
    return key.backbone === this.key.backbone && key.side === this.key.side
  }
  async reload(): Promise<void> {}
  async update(_changes: readonly LabelChange[]): Promise<void> {}
  async evidence(_id: ClassId): Promise<PooledWeights> {
    return { mean: new Float32Array(512), gem: new Float32Array(512) }
  }
  async stop(): Promise<void> {}
}
