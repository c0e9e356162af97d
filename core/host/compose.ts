import { homedir } from 'node:os'
import { join } from 'node:path'
import envPaths from 'env-paths'
import type { AppInfo } from '../contract/app'
import { openUserStore } from '../store/user-store'
import { tensorflowHome } from '../tensor/setup/home'
import { AnalysisService } from './analysis-service'
import { DeviceService } from './device-service'
import { ExportService } from './export-service'
import { InferenceService } from './inference-service'
import { Jobs } from './jobs'
import { answerMedia, type MediaAnswer } from './media'
import { ModelService } from './model-service'
import { NativeSetupService } from './native-setup-service'
import { createOperations, type Operations } from './operations'
import { Projects } from './projects'
import { createRouter, type Router } from './router'
import { SegmentService } from './segment-service'
import type { Services } from './services'
import { SettingsService } from './settings-service'
import { StorageService } from './storage-service'
import { TrainingService } from './training-service'

export interface HostOptions {
  /** `command`: no window; nothing starts by itself. */
  readonly mode: 'desktop' | 'browser' | 'command'
  readonly version: string
  /** Where the user's settings and new projects go; the system's usual place when left out. */
  readonly dataDirectory?: string | undefined
  /** Folder of the built workers: this file's own, unless tests run it from its source. */
  readonly workers?: URL
}

/** The core as one thing: what windows ask of it, its pictures, its commands, its end. */
export interface Host {
  readonly router: Router
  readonly services: Services
  /** What only the command line does. */
  readonly operations: Operations
  media(url: string, signal: AbortSignal): Promise<MediaAnswer>
  /** Stops jobs where they can go on later, and closes every project. */
  close(): Promise<void>
}

/** The composition root: everything is made here, in order, and ended in reverse. */
export function createHost(options: HostOptions): Host {
  const now = () => Date.now()
  const dataDirectory = options.dataDirectory ?? envPaths('singlet', { suffix: '' }).data
  const projectsDirectory = options.dataDirectory
    ? join(dataDirectory, 'projects')
    : join(homedir(), 'Singlet')
  const workers = options.workers ?? new URL('./', import.meta.url)

  const user = openUserStore(dataDirectory)
  const jobs = new Jobs(now)
  const inference = new InferenceService(workers)
  const devices = new DeviceService({
    ...{ workers, dataDirectory },
    setting: async () => (await user.settings()).device,
  })
  const training = new TrainingService({ jobs, inference, devices, workers, dataDirectory })
  const projects = new Projects({
    ...{ now, jobs, inference, user, projectsDirectory, workers },
    automatic: options.mode !== 'command',
  })
  const exporting = new ExportService(jobs)
  const home = join(dataDirectory, 'models')
  const segments = new SegmentService({ user, workers, home })
  const segmenters = new ModelService({ jobs, home, letGo: () => segments.letGo() })
  const analyses = new AnalysisService(inference)
  const services: Services = {
    settings: new SettingsService(user, () => {
      devices.changed()
    }),
    native: new NativeSetupService(jobs, tensorflowHome(dataDirectory), () => {
      void devices.lookAgain()
    }),
    storage: new StorageService({ user, jobs, projects, inference, projectsDirectory }),
    ...{ user, jobs, projects, inference, devices, training, exporting, analyses },
    ...{ segments, segmenters },
    appInfo: async (): Promise<AppInfo> => ({
      version: options.version,
      mode: options.mode === 'desktop' ? 'desktop' : 'browser',
      projectsDirectory,
      settings: await user.settings(),
      settingsProblem: user.problem(),
      recent: await user.recent(),
    }),
  }
  return {
    router: createRouter(services),
    services,
    operations: createOperations({ projects, jobs, now }),
    media: (url, signal) => answerMedia({ projects, segments }, url, signal),
    close: async () => {
      devices.stop()
      await jobs.stop()
      await projects.close()
      await Promise.all([training.stop(), inference.stop(), segments.stop()])
    },
  }
}
