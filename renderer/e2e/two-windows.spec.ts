import { expect, test } from './fixtures'
import { classNames, seedOne, status, trySample } from './steps'

test.setTimeout(240_000)

test('two windows on one project see what is decided in the other, and either can take it back', async ({
  page: first,
  context,
  host,
  folder,
}) => {
  await first.goto(host.address)
  const truth = await trySample(first, folder)
  const names = await classNames(first)
  const second = await context.newPage()
  await second.goto(host.address)
  await second.getByRole('link', { name: 'Sample', exact: true }).press('Enter')
  await expect(status(second)).toContainText('0 / 540 seeded')

  for (let n = 0; n < 3; n++) await seedOne(first, truth, names)
  await expect(status(second)).toContainText('3 / 540 seeded')
  await second.keyboard.press('Control+z')
  await expect(status(first)).toContainText('2 / 540 seeded')
  await first.keyboard.press('Control+Shift+z')
  await expect(status(second)).toContainText('3 / 540 seeded')

  // A class that one window adds is in the other at once.
  await second.keyboard.press('/')
  await second.keyboard.type('lighthouse')
  await second.keyboard.press('Enter')
  await expect(
    first.getByRole('listbox', { name: 'Classes' }).getByRole('option', { name: /lighthouse/ }),
  ).toBeVisible()
})
