import type { ClassId, ImageId, RunId } from '../contract/ids'
import type { SeedOffer } from '../contract/images'
import type { ImageReview, SweepOverview, SweepPage } from '../contract/review'
import type { Project } from './project'

export class ReviewService {
  readonly #project: Project
  constructor(project: Project) {
    this.#project = project
  }
  async loadRuns(): Promise<void> {}
  resolve(source: string): 'instant' | RunId {
    return source === 'auto' ? 'instant' : (source as RunId)
  }
  missingEstimate() {
    return null
  }
  columnOf(_run: RunId, id: ClassId): number {
    return this.#project.labels.classIndex(id)
  }
  offers(_images: ImageId[]): SeedOffer[] {
    return []
  }
  overview(_source: string): SweepOverview {
    return { using: null, options: [], classes: [] }
  }
  page(input: { class: ClassId; source: string; size: number }): SweepPage {
    return { class: input.class, source: 'instant', tiles: [], untouched: 'present', precision: null, remaining: 0 }
  }
  image(image: ImageId, _source: string): ImageReview {
    return { image, source: null, suggestions: [] }
  }
  neighbour(_input: unknown): { image: ImageId | null } {
    return { image: null }
  }
}
