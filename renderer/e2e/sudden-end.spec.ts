import { expect, test } from './fixtures'
import { classNames, currentPicture, seedOne, status, trySample } from './steps'

test.setTimeout(240_000)

test('a host that is killed and started again loses nothing that was acknowledged', async ({
  page,
  start,
  folder,
}) => {
  const killed = await start()
  await page.goto(killed.address)
  const truth = await trySample(page, folder)
  const names = await classNames(page)
  for (let n = 0; n < 10; n++) await seedOne(page, truth, names)
  await expect(status(page)).toContainText('10 / 540 seeded')

  // Keys go on while the host dies: some of these are stored, the others are put back.
  const typing = (async () => {
    for (let n = 0; n < 12; n++) await page.keyboard.press('Digit1')
  })()
  await killed.kill()
  await typing
  const banner = page
    .getByRole('alert')
    .filter({ hasText: 'connection to Singlet’s engine is lost' })
  await expect(banner).toBeVisible()
  await expect(currentPicture(page)).toBeVisible()

  const { port } = new URL(killed.address)
  const again = await start(Number(port))
  expect(new URL(again.address).port).toBe(port)
  // The tab goes on by itself, at the picture where it was.
  await expect(banner).toBeHidden({ timeout: 30_000 })
  const seeded = async () =>
    Number(/(\d+) \/ 540 seeded/.exec(await status(page).innerText())?.[1] ?? NaN)
  await expect.poll(seeded).toBeGreaterThanOrEqual(10)
  const before = await seeded()
  expect(before).toBeLessThanOrEqual(22)
  await expect(currentPicture(page)).toHaveAttribute('aria-label', /, to do$/)
  await seedOne(page, truth, names)
  await expect.poll(seeded).toBe(before + 1)
})
