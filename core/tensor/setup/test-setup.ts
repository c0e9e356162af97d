import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { onTestFinished } from 'vitest'

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-setup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** An environment in which nothing but these programs is found; their bodies are those of `sh`. */
export async function programs(bodies: Record<string, string>): Promise<NodeJS.ProcessEnv> {
  const folder = await temporaryFolder()
  for (const [name, body] of Object.entries(bodies)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`)
    await chmod(join(folder, name), 0o755)
  }
  return { PATH: folder }
}

interface WheelContent {
  readonly name: string
  readonly version: string
  readonly files: Readonly<Record<string, string>>
  /** Files whose content is not what RECORD says. */
  readonly damaged?: readonly string[]
}

/** Writes a wheel with its METADATA and RECORD. */
export async function makeWheel(path: string, wheel: WheelContent): Promise<string> {
  const { name, version, files, damaged = [] } = wheel
  const info = `${name.replaceAll('-', '_')}-${version}.dist-info`
  const all: Record<string, string> = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
  }
  const lines = Object.entries(all).map(([file, content]) => {
    const recorded = damaged.includes(file) ? `not ${content}` : content
    const hash = createHash('sha256').update(recorded).digest('base64url')
    return `${file},sha256=${hash},${content.length}`
  })
  await writeFile(path, zipOf({ ...all, [`${info}/RECORD`]: lines.join('\n') }))
  return path
}

/** A zip file without compression. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [file, text] of Object.entries(files)) {
    const [name, content] = [Buffer.from(file), Buffer.from(text)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(name.length, 22)
    local.push(Buffer.from('PK\x03\x04'), common, name, content)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x00'), common, tail, name)
    offset += 30 + name.length + content.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

const compiler = process.env['CC'] ?? 'cc'

/** Whether this machine can compile an addon of a few lines, which some tests do. */
export const hasCompiler = spawnSync(compiler, ['--version']).status === 0

/** An addon that says this version, or does what the C statement does, when it is loaded. */
export async function compileAddon(version: string, statement = ''): Promise<string> {
  const folder = await temporaryFolder()
  const headers = join(
    dirname(createRequire(import.meta.url).resolve('node-api-headers')),
    'include',
  )
  await writeFile(
    join(folder, 'addon.c'),
    `#include <stdlib.h>
#include <node_api.h>
static napi_value init(napi_env env, napi_value exports) {
  ${statement}
  napi_value version;
  napi_create_string_utf8(env, "${version}", NAPI_AUTO_LENGTH, &version);
  napi_set_named_property(env, exports, "TF_Version", version);
  return exports;
}
NAPI_MODULE(addon, init)
`,
  )
  const made = join(folder, 'addon.node')
  const link = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []
  const args = ['-shared', '-fPIC', ...link, `-I${headers}`, '-o', made, join(folder, 'addon.c')]
  const { status, stderr } = spawnSync(compiler, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return made
}
