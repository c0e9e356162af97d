import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures'
import { expectReadable } from './readable'

/** What building the addon needs; without it the plan says so and offers no more. */
const canBuild = ['c++', 'make', 'python3'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
)

test('installing native TensorFlow says first what it would do, and then what is wrong with a file', async ({
  page,
  host,
}) => {
  test.skip(!canBuild, 'There is no C++ compiler, make or Python here.')
  const wheel = join(host.dataDirectory, 'tensorflow_cpu-2.18.0-cp312-cp312-manylinux.whl')
  writeFileSync(wheel, 'no wheel at all')
  await page.goto(host.address)
  await expect(page.getByRole('main')).toBeVisible()
  await page.goto(`${new URL(host.address).origin}/#/settings/devices`)
  const part = page.getByRole('region', { name: 'Native TensorFlow' })
  await expect(part.getByText('Not installed.')).toBeVisible()
  await part.getByRole('radio', { name: 'Processor' }).press('Space')
  await part.getByRole('textbox').fill(wheel)
  await part.getByRole('button', { name: 'Install…' }).press('Enter')
  await expect(part.getByText('TensorFlow 2.18.0: Apache License 2.0')).toBeVisible()
  await expect(part.getByText(join(host.dataDirectory, 'tensorflow'))).toBeVisible()
  await expectReadable(page)
  // The focus went to the plan: the next stop is its first button.
  await page.keyboard.press('Tab')
  await expect(part.getByRole('button', { name: 'Install now' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(part.getByRole('alert')).toContainText('This file is no wheel')
  await expect(part.getByRole('button', { name: 'Install…' })).toBeVisible()
  await expectReadable(page)
})
