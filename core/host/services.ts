import type { AppInfo } from '../contract/app'
import type { UserStore } from '../store/user-store'
import type { AnalysisService } from './analysis-service'
import type { DeviceService } from './device-service'
import type { ExportService } from './export-service'
import type { InferenceService } from './inference-service'
import type { Jobs } from './jobs'
import type { ModelService } from './model-service'
import type { NativeSetupService } from './native-setup-service'
import type { Projects } from './projects'
import type { SegmentService } from './segment-service'
import type { SettingsService } from './settings-service'
import type { StorageService } from './storage-service'
import type { TrainingService } from './training-service'

/** What the routes delegate to. Made once, by `createHost`. */
export interface Services {
  readonly user: UserStore
  readonly settings: SettingsService
  readonly storage: StorageService
  readonly jobs: Jobs
  readonly projects: Projects
  readonly inference: InferenceService
  readonly devices: DeviceService
  readonly training: TrainingService
  readonly exporting: ExportService
  readonly segments: SegmentService
  readonly segmenters: ModelService
  readonly native: NativeSetupService
  readonly analyses: AnalysisService
  appInfo(): Promise<AppInfo>
}
