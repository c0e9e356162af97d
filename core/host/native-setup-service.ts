import type { NativeInstalled, NativePlan, NativeWish } from '../contract/devices'
import type { JobId } from '../contract/ids'
import { readInstalled } from '../tensor/setup/home'
import { planSetup, type SetupPlace } from '../tensor/setup/plan'
import { removeTensorflow, setupTensorflow } from '../tensor/setup/setup'
import type { JobContext, JobResult, Jobs } from './jobs'

const SETUP_LANE = 'setup'
const MEGABYTE = 1e6

/** Installing and removing native TensorFlow, as the window and the command line ask for it. */
export class NativeSetupService {
  readonly #jobs: Jobs
  readonly #place: SetupPlace
  readonly #changed: () => void

  /** `changed` is told of every install and removal. */
  constructor(jobs: Jobs, home: string, changed: () => void) {
    this.#changed = changed
    this.#jobs = jobs
    this.#place = { home, env: process.env }
  }

  installed(): Promise<NativeInstalled | null> {
    return readInstalled(this.#place.home)
  }

  async plan(wish: NativeWish, signal: AbortSignal): Promise<NativePlan> {
    const plan = await planSetup(this.#place, wish, signal)
    return {
      ...plan,
      client: plan.client?.title ?? null,
      folder: this.#place.home,
      licences: [...plan.licences],
      obstacles: plan.obstacles.map((obstacle) => obstacle.toInfo()),
      installed: await this.installed(),
    }
  }

  /** Started again after it was cancelled, it goes on with the wheels that had arrived. */
  install(wish: NativeWish): JobId {
    return this.#jobs.start({
      kind: 'setup',
      project: null,
      title: 'Installing native TensorFlow',
      resumable: true,
      lane: SETUP_LANE,
      run: (context) => this.#install(wish, context),
    })
  }

  /** Takes away what an install has written. */
  async remove(): Promise<void> {
    await removeTensorflow(this.#place.home)
    this.#changed()
  }

  async #install(wish: NativeWish, { report, signal }: JobContext): Promise<JobResult> {
    const installed = await setupTensorflow(
      this.#place,
      wish,
      ({ step, done, total }) => {
        report({
          step: total === null ? step : `${step}, MB`,
          done: Math.round(done / MEGABYTE),
          total: total === null ? null : Math.round(total / MEGABYTE),
        })
      },
      signal,
    )
    this.#changed()
    const { version, variant, bytes } = installed
    return { folder: this.#place.home, version, variant, bytes }
  }
}
