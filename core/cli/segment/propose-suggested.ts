import { toFailureInfo } from '../../contract/failures'
import { type ClassId, type ImageId, runId, type RunId } from '../../contract/ids'
import type { NewSegment } from '../../contract/segments'
import type { Project } from '../../host/project'
import { rankedPairs } from '../commands/suggest'
import type { HostSession } from '../host-session'
import type { Output } from '../output'

interface ProposalWish {
  readonly directory: string
  readonly model: string | null
  /** A run, or `auto`. */
  readonly run: string
  readonly limit: number
  /** Least reliability, 0..1. */
  readonly reliable: number
}

type Ranked = Awaited<ReturnType<typeof rankedPairs>>['rows'][number]

/** Proposals that one undo takes back. */
const batch = 200

/**
 * Cuts out what the best suggestions are seen by, and proposes what is reliable as segments. A pair of
 * picture and class that has such a proposal already, whatever became of it, is not asked again.
 */
export async function proposeSuggested(
  session: HostSession,
  { directory, run, limit, ...wish }: ProposalWish,
  output: Output,
): Promise<void> {
  const { project, source, rows } = await rankedPairs(session, directory, run)
  const wanted = await newPairs(project, rows.slice(0, limit))
  const proposer = new Proposer(session, project, { ...wish, run: runOf(source) }, output)
  await proposer.learnNames()
  for (const [index, row] of wanted.entries()) {
    output.progress('suggestions', index, wanted.length)
    await proposer.propose(row)
  }
  await proposer.store()
  const { proposed, failed } = proposer
  output.summary(
    { run: source, suggestions: wanted.length, proposed, failed },
    `${proposed} segments proposed for ${wanted.length} suggestions of ${source ?? 'nothing yet'}`,
  )
}

async function newPairs(project: Project, rows: readonly Ranked[]): Promise<Ranked[]> {
  const known = await project.store.segments.ofImages([...new Set(rows.map(({ image }) => image))])
  return rows.filter(({ image, class: cls }) =>
    (known.get(image) ?? []).every((one) => one.class !== cls || one.source !== 'suggestion'),
  )
}

const runOf = (source: string | null): RunId | null =>
  source === null || source === 'instant' ? null : runId.parse(source)

class Proposer {
  proposed = 0
  failed = 0
  #waiting: NewSegment[] = []
  #paths = new Map<ImageId, string>()
  #names = new Map<ClassId, string>()
  readonly #session: HostSession
  readonly #project: Project
  readonly #wish: Pick<ProposalWish, 'model' | 'reliable'> & { readonly run: RunId | null }
  readonly #output: Output

  constructor(
    session: HostSession,
    project: Project,
    wish: Pick<ProposalWish, 'model' | 'reliable'> & { readonly run: RunId | null },
    output: Output,
  ) {
    this.#session = session
    this.#project = project
    this.#wish = wish
    this.#output = output
  }

  async learnNames(): Promise<void> {
    const { images, classes } = this.#project.store
    this.#paths = new Map((await images.all()).map(({ id, path }) => [id, path]))
    this.#names = new Map((await classes.list()).map(({ id, name }) => [id, name]))
  }

  /** A picture that cannot be read says so and stops no other. */
  async propose({ image, class: cls, probability }: Ranked): Promise<void> {
    const { model, run } = this.#wish
    const told = { image: this.#paths.get(image), class: this.#names.get(cls), probability }
    const words = `${told.class ?? ''}\t${told.image ?? ''}`
    try {
      const asked = { image, class: cls, source: run ?? ('instant' as const), model }
      const found = await this.#session.host.services.segments.evidence(this.#project, asked)
      const sure = found.reliability ?? 0
      this.#output.line({ kind: 'evidence', ...told, ...found }, `${sure.toFixed(2)}\t${words}`)
      if (found.mask === null || sure < this.#wish.reliable) return
      const { mask, model: by, quality, stability, reliability } = found
      const scores = { quality, stability, reliability }
      const seen = { image, class: cls, mask, model: by, run, ...scores }
      this.#waiting.push({ ...seen, state: 'proposed', source: 'suggestion' })
      this.proposed++
      if (this.#waiting.length === batch) await this.store()
    } catch (error) {
      const { code, message, ...rest } = toFailureInfo(error)
      if (code !== 'IMAGE_UNREADABLE') throw error
      this.failed++
      this.#output.line({ kind: 'failed', ...told, code, message, ...rest }, `${words}\t${message}`)
    }
  }

  /** What waits, as one gesture. */
  async store(): Promise<void> {
    const segments = this.#waiting
    if (segments.length === 0) return
    this.#waiting = []
    const edits = [{ kind: 'add' as const, segments }]
    await this.#project.decide({ view: 'command', ms: 0, decisions: [], segments: edits })
  }
}
