import { z } from 'zod'

/**
 * What Electron's main process and the host say to each other over the host's own port
 * (`utilityProcess`). Everything else goes over the MessagePort that comes with `serve`.
 */
export const shellToHost = z.discriminatedUnion('kind', [
  /** Serve oRPC on the one port that comes with this message, until it closes. */
  z.object({ kind: z.literal('serve') }),
  /** A picture is wanted: `/media/...` as in the browser mode; the window said `media://singlet/...`. */
  z.object({ kind: z.literal('media'), id: z.number().int(), path: z.string() }),
  /** The window no longer wants that picture; no answer is needed any more. */
  z.object({ kind: z.literal('media-cancel'), id: z.number().int() }),
  /** Write what is not written yet, stop the workers and exit with code 0. */
  z.object({ kind: z.literal('shutdown') }),
])
export type ShellToHost = z.infer<typeof shellToHost>

export const hostToShell = z.discriminatedUnion('kind', [
  /** The host listens: ports and pictures may be asked for. */
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('media'),
    id: z.number().int(),
    status: z.number().int().min(200).max(599),
    /** Content type, e.g. `image/jpeg`. */
    type: z.string(),
    /** Whether the address always means the same bytes, so that the window may keep them. */
    immutable: z.boolean(),
    body: z.instanceof(Uint8Array),
  }),
  /** The host cannot start (a damaged settings file, say): what to show before it exits. */
  z.object({ kind: z.literal('failed'), message: z.string(), advice: z.string() }),
])
export type HostToShell = z.infer<typeof hostToShell>

/** Environment of the host: where the application's own files lie, and the version it reports. */
export const hostEnvironment = {
  dataDirectory: 'SINGLET_DATA_DIR',
  version: 'SINGLET_VERSION',
} as const

/** The message that carries the window's port: `window` gets it by `message`, port in `ports[0]`. */
export const hostPortMessage = 'host-port'

/** What the preload script puts on `window.singlet`; absent in the browser mode. */
export interface DesktopBridge {
  /** The system's folder dialog; null when it was cancelled. */
  chooseFolder(options?: { title?: string; startAt?: string }): Promise<string | null>
  /** Where a dropped file or folder lies; empty when it is not a file of this machine. */
  pathOfFile(file: Blob): string
  /** Shows a file or folder in the system's file manager. */
  showInFolder(path: string): Promise<void>
}
