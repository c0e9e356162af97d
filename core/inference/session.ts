import { access } from 'node:fs/promises'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { Failure } from '../contract/failures'

export interface SessionOptions {
  /** Threads within an operator; 0 lets onnxruntime take every core. */
  readonly threads?: number
  /** Threads wait for each other by spinning: quicker where nothing else needs the cores. */
  readonly spinning?: boolean
  /** What computes: the processor when left out. Fails where it cannot be used. */
  readonly provider?: 'cpu' | 'webgpu' | 'cuda'
}

/** A loaded network; `close` frees its memory. */
export interface Session {
  readonly inputs: readonly InferenceSession.ValueMetadata[]
  readonly outputs: readonly InferenceSession.ValueMetadata[]
  /** Runs on the calling thread, which is blocked meanwhile: call it in a worker. */
  readonly run: (
    input: string,
    values: Float32Array,
    shape: readonly number[],
    output: string,
  ) => Promise<{ data: Float32Array; shape: readonly number[] }>
  readonly close: () => Promise<void>
}

/** Loads an ONNX file. Throws MODEL_MISSING or MODEL_INVALID. */
export async function openSession(path: string, options: SessionOptions = {}): Promise<Session> {
  const session = await createSession(path, options)
  return {
    inputs: session.inputMetadata,
    outputs: session.outputMetadata,
    async run(input, values, shape, output) {
      const feeds = { [input]: new Tensor('float32', values, shape) }
      const result = (await session.run(feeds, [output]))[output]
      if (!(result?.data instanceof Float32Array))
        throw new Failure('MODEL_INVALID', `The model gives no float32 “${output}”.`, { path })
      return { data: result.data, shape: result.dims }
    },
    close: () => session.release(),
  }
}

/** The same, for a network of several inputs and outputs. */
export async function createSession(
  path: string,
  { threads = 0, spinning = false, provider = 'cpu' }: SessionOptions,
): Promise<InferenceSession> {
  try {
    await access(path)
  } catch (cause) {
    const advice = 'Choose another model, or put the file back.'
    throw new Failure('MODEL_MISSING', 'The model file is not there.', { path, advice, cause })
  }
  try {
    return await InferenceSession.create(path, {
      intraOpNumThreads: threads,
      executionProviders: [provider],
      executionMode: 'sequential',
      logSeverityLevel: 3,
      // Threads that wait by spinning take the cores from decoding, training and the host:
      // without, `mini` at 224 px took 8.5 instead of 11.7 ms of processor time an image.
      extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' } } },
    })
  } catch (cause) {
    const advice =
      'It must be an ONNX model that onnxruntime can load; export or download it again.'
    throw new Failure('MODEL_INVALID', reasonOf(cause), { path, advice, cause })
  }
}

/** What onnxruntime said, as far as a person can do something about it. */
function reasonOf(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : ''
  const opset = /Opset (\d+) is under development.*till opset (\d+)/s.exec(said)
  if (opset !== null)
    return `The model file was written for opset ${opset[1] ?? ''}, and up to ${opset[2] ?? ''} can be read here.`
  if (/External data path does not exist/.test(said))
    return 'The weights that belong beside the model file are not there.'
  if (/External initializer.*can not be read in full/s.test(said))
    return 'The weights beside the model file are cut short.'
  if (/Unsupported model IR version/.test(said))
    return 'The model file is of a newer kind than can be read here.'
  if (/parsing failed/i.test(said)) return 'The model file is no ONNX model, or cut short.'
  return 'The model file cannot be loaded.'
}
