import { Failure, toFailureInfo } from '../../contract/failures'
import type { ClassId, ProjectId } from '../../contract/ids'
import type { PromptAnswer } from '../../contract/segments'
import { asFailure, type HostSession } from '../host-session'
import type { Output } from '../output'
import { type PromptLine, readPromptLines } from './prompt-lines'

interface PromptWish {
  readonly directory: string
  readonly file: string
  readonly model: string | null
  readonly keep: boolean
}

/** What one line came to. */
type Outcome = 'found' | 'empty' | 'failed'

/** Answers a file of prompts, a line each; one that cannot be answered says why and stops no other. */
export async function promptAll(
  { client }: HostSession,
  { directory, file, model, keep }: PromptWish,
  output: Output,
): Promise<void> {
  const lines = await readPromptLines(file)
  const { id: project } = await client.projects.open({ directory })
  const classes = await client.classes.list({ project })
  const byName = new Map(classes.map(({ id, name }) => [name.toLowerCase(), id]))
  const counts = { found: 0, empty: 0, failed: 0 }
  for (const [index, asked] of lines.entries()) {
    counts[await answer({ client, project, byName, model, keep }, asked, output)]++
    output.progress('prompts', index + 1, lines.length)
  }
  output.summary(
    { prompts: lines.length, ...counts, kept: keep ? counts.found : 0 },
    `${counts.found} of ${lines.length} prompts found something, ${counts.failed} failed`,
  )
}

interface Asking extends Pick<HostSession, 'client'>, Pick<PromptWish, 'model' | 'keep'> {
  readonly project: ProjectId
  readonly byName: ReadonlyMap<string, ClassId>
}

async function answer(asking: Asking, asked: PromptLine, output: Output): Promise<Outcome> {
  const { line, image } = asked
  try {
    const { choices, model } = await ask(asking, asked)
    const [best] = choices
    output.line(
      { kind: 'mask', line, image, model, ...best, mask: best?.mask ?? null },
      `${image}\t${best ? `quality ${best.quality?.toFixed(2) ?? '–'}` : 'nothing found'}`,
    )
    return best ? 'found' : 'empty'
  } catch (error) {
    const failure = toFailureInfo(asFailure(error))
    output.line({ kind: 'failed', line, image, ...failure }, `${image}\t${failure.message}`)
    return 'failed'
  }
}

async function ask(
  { client, project, byName, model, keep }: Asking,
  { image: path, class: name, prompt }: PromptLine,
): Promise<PromptAnswer> {
  const cls = name === null ? null : byName.get(name.toLowerCase())
  if (cls === undefined) throw new Failure('NOT_FOUND', `There is no class “${name ?? ''}”.`)
  const found = await client.images.find({ project, text: path })
  const image = found.find((one) => one.path === path)?.id
  if (image === undefined) throw new Failure('NOT_FOUND', 'There is no such picture.', { path })
  const given = await client.segments.prompt({ project, image, model, prompt })
  const [best] = given.choices
  if (keep && best !== undefined) {
    const segment = { image, class: cls, state: 'kept', source: 'prompts', ...best } as const
    await client.labels.decide({
      ...{ project, view: 'command', ms: 0, decisions: [] },
      segments: [{ kind: 'add', segments: [{ ...segment, model: given.model }] }],
    })
  }
  return given
}
