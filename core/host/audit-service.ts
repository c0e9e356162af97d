import { randomInt } from 'node:crypto'
import { z } from 'zod'
import type { AuditFigures, AuditPage, AuditSummary, AuditTile } from '../contract/audits'
import { Failure } from '../contract/failures'
import type { ClassId, ImageId } from '../contract/ids'
import type { Interval } from '../contract/review'
import { RandomState } from '../kernel/rng'
import { presentShare, sumOf } from '../review/audit-estimate'
import { drawAudit } from '../review/audit-sample'
import {
  auditPlan,
  countStates,
  figuresOf,
  isDone,
  suggestedPart,
  type AuditPlan,
} from './audit-plan'
import type { LabelChange } from './label-table'
import type { Project } from './project'

/** Images of one sample. */
const SAMPLE = 40
/** Name of the setting that keeps the samples drawn. */
const KEY = 'audits'

/** Random samples of what nobody has decided: what makes figures of precision and rest honest. */
export class AuditService {
  readonly #project: Project
  #plans: readonly AuditPlan[] = []
  #sampled = new Set<string>()
  readonly #figures = new Map<ClassId, AuditFigures | null>()

  constructor(project: Project) {
    this.#project = project
  }

  async load(): Promise<void> {
    this.#take((await this.#project.store.settings.get(KEY, z.array(auditPlan))) ?? [])
  }

  /** Whether an image was drawn at random, and not shown because it scores well. */
  isSampled(image: ImageId, cls: ClassId): boolean {
    return this.#sampled.has(`${cls} ${image}`)
  }

  /** To be told when labels have changed; without arguments: all of them. */
  follow(changes?: readonly LabelChange[]): void {
    if (!changes) this.#figures.clear()
    for (const { class: index } of changes ?? []) {
      const cls = this.#project.labels.classes[index]
      if (cls !== undefined) this.#figures.delete(cls)
    }
  }

  /** The sample of a class that waits to be judged, else a new one if wanted, and what is known. */
  async page({ class: cls, draw }: { class: ClassId; draw: boolean }): Promise<AuditPage> {
    const { labels } = this.#project
    const open = this.#plansOf(cls).find((plan) => !isDone(plan, labels))
    const plan = open ?? (draw ? await this.#draw(cls) : null)
    return {
      class: cls,
      tiles: plan?.order.map((image) => this.#tile(image, cls)) ?? [],
      suggested: plan?.suggested.size ?? 0,
      rest: plan?.rest.size ?? 0,
      figures: this.figures(cls),
    }
  }

  /** What the audits of a class say; null before the first, and when pictures have come since. */
  figures(cls: ClassId): AuditFigures | null {
    const known = this.#figures.get(cls)
    if (known !== undefined) return known
    const figures = figuresOf(this.#donePlans(cls), this.#project.labels)
    this.#figures.set(cls, figures)
    return figures
  }

  missing(cls: ClassId): Interval | null {
    return this.figures(cls)?.missing ?? null
  }

  summary(): AuditSummary {
    const { labels } = this.#project
    const ids = [...new Set(this.#plans.map((plan) => plan.class))]
    const classes = ids.map((id) => this.figures(id)).filter((one) => one !== null)
    const newest = ids.flatMap((id) => this.#donePlans(id).slice(-1))
    return {
      classes,
      precision: presentShare(newest.map((plan) => suggestedPart(plan, labels))),
      missing: classes.length === 0 ? null : sumOf(classes.map(({ missing }) => missing)),
    }
  }

  async #draw(cls: ClassId): Promise<AuditPlan | null> {
    const { review, labels, instant, tools, store } = this.#project
    const pools = review.auditPools(cls)
    if (pools === null) return null
    const rng = new RandomState(randomInt(2 ** 31))
    const [suggested = [], rest = []] = drawAudit([pools.suggested, pools.rest], SAMPLE, rng)
    const idsOf = (rows: ArrayLike<number>) =>
      Array.from(rows, (row) => labels.images[row]).filter((id) => id !== undefined)
    const drawn = [...suggested, ...rest]
    if (drawn.length === 0) return null
    const plan: AuditPlan = {
      ...{ class: cls, at: tools.now(), population: instant.featureCount },
      present: countStates(cls, labels).present,
      suggested: { size: pools.suggested.images.length, images: idsOf(suggested) },
      rest: { size: pools.rest.images.length, images: idsOf(rest) },
      order: idsOf(rng.permutation(drawn.length).map((at) => drawn[at] ?? 0)),
    }
    const plans = [...this.#plans, plan]
    await store.settings.set(KEY, plans)
    this.#take(plans)
    return plan
  }

  #take(plans: readonly AuditPlan[]): void {
    this.#plans = plans
    this.#sampled = new Set(
      plans.flatMap((plan) => plan.order.map((image) => `${plan.class} ${image}`)),
    )
    this.#figures.clear()
  }

  /** Samples of everything that there is now. */
  #plansOf(cls: ClassId): AuditPlan[] {
    const population = this.#project.instant.featureCount
    return this.#plans.filter((plan) => plan.class === cls && plan.population === population)
  }

  #donePlans(cls: ClassId): AuditPlan[] {
    return this.#plansOf(cls).filter((plan) => isDone(plan, this.#project.labels))
  }

  #tile(image: ImageId, cls: ClassId): AuditTile {
    const size = this.#project.sizes.get(image)
    if (!size) throw new Failure('NOT_FOUND', 'A picture of this audit is gone.')
    return { image, ...size, state: this.#project.labels.stateOf(image, cls) }
  }
}
