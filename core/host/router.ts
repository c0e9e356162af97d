import { analysisRoutes } from './routes/analyses'
import { appRoutes } from './routes/app'
import { auditRoutes } from './routes/audits'
import { classRoutes } from './routes/classes'
import { deviceRoutes } from './routes/devices'
import { exportRoutes } from './routes/exports'
import { imageRoutes } from './routes/images'
import { insightRoutes } from './routes/insights'
import { jobRoutes } from './routes/jobs'
import { labelRoutes } from './routes/labels'
import { nativeRoutes } from './routes/native'
import { procedures } from './routes/procedures'
import { projectRoutes } from './routes/projects'
import { reviewRoutes } from './routes/review'
import { segmentRoutes } from './routes/segments'
import { storageRoutes } from './routes/storage'
import { trainingRoutes } from './routes/training'
import type { Services } from './services'

/** The contract, answered. Each route delegates at once; what it does is in the service it names. */
export function createRouter(services: Services) {
  return procedures.router({
    app: appRoutes(services),
    projects: projectRoutes(services),
    images: imageRoutes(services),
    classes: classRoutes(services),
    labels: labelRoutes(services),
    review: reviewRoutes(services),
    segments: segmentRoutes(services),
    audits: auditRoutes(services),
    training: trainingRoutes(services),
    native: nativeRoutes(services),
    devices: deviceRoutes(services),
    analyses: analysisRoutes(services),
    insights: insightRoutes(services),
    jobs: jobRoutes(services),
    exports: exportRoutes(services),
    storage: storageRoutes(services),
  })
}
export type Router = ReturnType<typeof createRouter>
