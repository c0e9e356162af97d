import { expect, test } from './fixtures'

test('a newcomer sees where to begin, and reaches it by keyboard', async ({
  page,
  host,
  press,
}) => {
  await page.goto(host.address)
  const begin = page
    .getByRole('main')
    .getByRole('button')
    .or(page.getByRole('main').getByRole('link'))
  await expect(begin.first()).toBeVisible()
  for (let steps = 0; steps < 30 && !(await focusIsInMain()); steps++) await press('Tab')
  expect(await focusIsInMain()).toBe(true)

  async function focusIsInMain(): Promise<boolean> {
    return page.evaluate(() => document.activeElement?.closest('main') != null)
  }
})

test('the token leaves the address bar once it was used', async ({ page, host }) => {
  await page.goto(host.address)
  await expect(page.getByRole('main')).toBeVisible()
  await expect.poll(() => page.url()).not.toContain('token')
})

test('whoever does not know the token gets nothing', async ({ page, host }) => {
  const { origin } = new URL(host.address)
  const picture = await page.request.get(`${origin}/media/p/1/320`)
  expect(picture.status()).toBe(401)
  const session = await page.request.post(`${origin}/session`, {
    headers: { authorization: 'Bearer wrong', origin },
  })
  expect(session.status()).toBe(401)
})
