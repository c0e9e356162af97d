import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { downloadWheels } from './download'
import { findPackageClient } from './package-client'
import { programs, temporaryFolder } from './test-setup'

const quiet = new AbortController().signal
const nothing = () => undefined

function wheel(project: string, content: string) {
  return {
    ...{ project, version: '1.0', file: `${project}-1.0-any.whl`, unpacked: 0 },
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
}
const [first, second] = [wheel('first', 'first content'), wheel('second', 'second content')]

/** A pip that writes down what it was asked for and "downloads" by the given lines of `sh`. */
async function client(script: string) {
  const env = await programs({
    python3: `
case "$*" in *--version*) echo "pip 24.0"; exit 0;; esac
while [ "$1" != --dest ]; do shift; done
shift; dest=$1; echo "$*" >> "$dest/asked"
${script}`,
  })
  const found = await findPackageClient(env, quiet)
  if (found === null) throw new Error('The pip of this test does not answer.')
  return { client: found, env: { ...env, PATH: `${env['PATH'] ?? ''}:/usr/bin:/bin` } }
}

const fetchBoth = `
printf 'first content' > "$dest/first-1.0-any.whl"
printf 'second content' > "$dest/second-1.0-any.whl"`

describe('downloadWheels', () => {
  it('has the client fetch what is missing, and nothing that is there whole', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, first.file), 'first content')
    await writeFile(join(folder, second.file), 'second cont')
    const wish = { ...(await client(fetchBoth)), platform: 'any', wheels: [first, second], folder }
    const paths = await downloadWheels(wish, nothing, quiet)
    expect(paths).toEqual([join(folder, first.file), join(folder, second.file)])
    const asked = await readFile(join(folder, 'asked'), 'utf8')
    expect(asked).toContain('second==1.0')
    expect(asked).not.toContain('first==1.0')
  })

  it('refuses what is not as it was published, and does not keep it', async () => {
    const folder = await temporaryFolder()
    const fetchOther = `printf 'something else' > "$dest/${first.file}"`
    const wish = { ...(await client(fetchOther)), platform: 'any', wheels: [first], folder }
    await expect(downloadWheels(wish, nothing, quiet)).rejects.toMatchObject({
      code: 'LIBRARY_INVALID',
    })
    expect(await readdir(folder)).toEqual(['asked'])
  })

  it('tells what the client said when it fails', async () => {
    const folder = await temporaryFolder()
    const fail = 'echo "ERROR: No matching distribution found for first==1.0" >&2; exit 1'
    const wish = { ...(await client(fail)), platform: 'any', wheels: [first], folder }
    await expect(downloadWheels(wish, nothing, quiet)).rejects.toMatchObject({
      code: 'SETUP_IMPOSSIBLE',
      message: expect.stringContaining('No matching distribution') as unknown,
    })
  })

  it('tells a network that does not answer from a package that is not there', async () => {
    const folder = await temporaryFolder()
    const fail = `
echo "WARNING: Retrying after connection broken by 'NewConnectionError'" >&2
echo "ERROR: No matching distribution found for first==1.0" >&2; exit 1`
    const wish = { ...(await client(fail)), platform: 'any', wheels: [first], folder }
    await expect(downloadWheels(wish, nothing, quiet)).rejects.toThrow('could not reach')
  })

  it('says that the disk is full when the client says so', async () => {
    const folder = await temporaryFolder()
    const fail = 'echo "ERROR: [Errno 28] No space left on device" >&2; exit 1'
    const wish = { ...(await client(fail)), platform: 'any', wheels: [first], folder }
    await expect(downloadWheels(wish, nothing, quiet)).rejects.toMatchObject({ code: 'DISK_FULL' })
  })

  it('counts what is on its way, and when called off ends the client and all it had started', async () => {
    const folder = await temporaryFolder()
    const stop = new AbortController()
    // What it starts would write on for a minute.
    const slow = `
mkdir "$TMPDIR/pip-unpack"; printf 'first' > "$TMPDIR/pip-unpack/${first.file}"
(sleep 2; touch "$dest/survived") & sleep 60`
    const wish = { ...(await client(slow)), platform: 'any', wheels: [first], folder }
    const seen: number[] = []
    const ending = downloadWheels(
      wish,
      (done) => {
        seen.push(done)
        if (done === 5) stop.abort(new Error('called off'))
      },
      stop.signal,
    )
    await expect(ending).rejects.toThrow('called off')
    expect(seen).toContain(5)
    await expect(access(join(folder, 'partial'))).rejects.toThrow()
    await new Promise((resolve) => setTimeout(resolve, 2200))
    expect(await readdir(folder)).toEqual(['asked'])
  })
})

describe('findPackageClient', () => {
  it('takes uv or pipx where there is no pip, and says when there is nothing', async () => {
    const uv = await findPackageClient(await programs({ uv: 'echo uv 0.9' }), quiet)
    expect(uv).toMatchObject({ title: 'uv', args: ['tool', 'run', 'pip'] })
    const broken = { python3: 'echo No module named pip >&2; exit 1', pipx: 'echo 1.8' }
    expect(await findPackageClient(await programs(broken), quiet)).toMatchObject({ title: 'pipx' })
    expect(await findPackageClient(await programs({}), quiet)).toBeNull()
  })
})

it('makes its folder where there is none yet', async () => {
  const folder = join(await temporaryFolder(), 'deep', 'download')
  await mkdir(join(folder, '..'), { recursive: true })
  const wish = { ...(await client(fetchBoth)), platform: 'any', wheels: [first], folder }
  expect(await downloadWheels(wish, nothing, quiet)).toEqual([join(folder, first.file)])
})
