// A member pays less by a coupon and points: chooses, sees what it comes to, orders, and finds both spent.

import { add, fillOrder, next, orderer, payable, place, won } from '../steps.mjs'

// The rows are taken over from what the server answers: what is there is read in one go, without waiting for what may be gone.
const minus = async (stage, label) => {
  const [row] = await stage.page.locator('.sums-off', { hasText: label }).allInnerTexts()
  return row ? won(row.replace(/\s+/g, ' ')) : 0
}

async function logIn(stage, { email, password }) {
  const { page } = stage
  await stage.go('/login?return_to=%2Fcart')
  await page.fill('#f-email', email)
  await page.fill('#f-password', password)
  await Promise.all([page.waitForURL('**/cart'), page.locator('main form button[type=submit]', { hasText: '로그인' }).first().click()])
}

/** Waits for what the form says: it asks by itself, or, without scripts, is told to apply what was chosen. */
async function reckoned(stage, label, sum) {
  const { page } = stage
  if (!stage.script) {
    await Promise.all([page.waitForNavigation(), page.locator('button[name=then][value=apply]').first().click()])
  }
  for (let i = 0; await minus(stage, label) !== sum; i++) {
    if (i === 200) throw new Error(`“${label}” never becomes ${sum}, but is ${await minus(stage, label)}`)
    await page.waitForTimeout(50)
  }
  await page.waitForSelector('form[aria-busy=true]', { state: 'detached' })
}

/** From the goods to the coupon box. @returns the sums on the way */
export async function buy(stage, args) {
  const { page } = stage
  await logIn(stage, args)
  await stage.go('/my/coupons')
  const facts = { box: await stage.look('coupon box') }
  await add(stage, 'galbitang', { more: 1 })
  await stage.go('/checkout')
  facts.choices = await page.locator('#f-coupon option').allInnerTexts()
  facts.best = await minus(stage, '할인')
  await stage.look('checkout with benefits')
  await page.selectOption('#f-coupon', '')
  await reckoned(stage, '할인', 0)
  facts.plain = await payable(stage)
  await page.selectOption('#f-coupon', args.coupon)
  await reckoned(stage, '할인', args.saving)
  await page.fill('#f-points', '3,000')
  await page.locator('#f-points').blur()
  await reckoned(stage, '적립금', 3000)
  facts.charge = await payable(stage)
  await stage.look('checkout with a coupon and points')
  await page.fill('#f-orderer_name', orderer.orderer_name)
  await fillOrder(stage)
  await page.click(next)
  await page.waitForURL('**/checkout/confirm')
  facts.confirm = await stage.look('confirm with benefits')
  facts.confirmed = await payable(stage)
  await page.click(place)
  await page.waitForURL('**/orders/*')
  facts.number = page.url().split('/').pop()
  facts.order = await stage.look('order with benefits')
  facts.bank = won(await stage.words('.bank-amount b'))
  facts.off = await minus(stage, '할인')
  facts.used = await minus(stage, '적립금')
  await stage.go('/my/coupons')
  facts.after = await stage.look('coupon box afterwards')
  await stage.go('/my/points')
  facts.points = await stage.look('points afterwards')
  await add(stage, 'galbitang', { more: 1 })
  await stage.go('/checkout')
  facts.left = await page.locator('#f-coupon option').allInnerTexts()
  return facts
}
