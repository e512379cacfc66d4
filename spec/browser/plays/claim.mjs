// Who bought wants something undone: a part of an order cancelled at once, a part of it sent back, with the sum shown first.

import { add, orderer, place, toConfirm, won } from '../steps.mjs'

/** Two kinds of goods, ordered; the bank transfer is seen to by others. @returns the order's number */
export async function order(stage) {
  await add(stage, 'galbitang', { more: 2 })
  await add(stage, 'tteokbokki')
  await toConfirm(stage)
  await stage.page.click(place)
  await stage.page.waitForURL('**/orders/*')
  await stage.look('unpaid order')
  return { number: stage.page.url().split('/').pop() }
}

async function lookUp(stage, number) {
  const { page } = stage
  await stage.go(`/orders/lookup?number=${number}`)
  await page.fill('#f-phone', orderer.orderer_phone)
  await page.click('main form button[type=submit]')
  await page.waitForURL(`**/orders/${number}`)
}

const account = async (page) => {
  await page.selectOption('#f-bank_code', '004')
  await page.fill('#f-account', '123-456-789012')
  await page.fill('#f-holder', '김모락')
}

async function choose(stage, number, kind, qty, reason) {
  const { page } = stage
  await page.click(`a[href="/orders/${number}/claim?kind=${kind}"]`)
  await page.waitForURL('**/claim?kind=*')
  await stage.look(`${kind} form`)
  stage.expect(422)
  await page.click('button[name=show]')
  await page.waitForSelector('.notice-error')
  await stage.look(`${kind} nothing chosen`)
  await page.selectOption('#f-q1', String(qty))
  await page.check(`input[name=reason][value=${reason}]`)
  await page.click('button[name=show]')
  await page.waitForSelector('#plan')
  await stage.look(`${kind} sum`)
}

/** Cancels one unit at once. */
export async function cancel(stage, { number }) {
  const { page } = stage
  await lookUp(stage, number)
  await stage.look('paid order')
  await choose(stage, number, 'cancel', 1, 'changed_mind')
  const facts = { shown: won(await stage.words('#plan .sums-pay dd')) }
  await page.click('#plan button[type=submit]')
  await page.waitForSelector('.field-error, .notice-error')
  await stage.look('cancel without an account')
  await account(page)
  await page.click('#plan button[type=submit]')
  await page.waitForURL('**/claims/1')
  facts.done = await stage.look('cancelled')
  facts.refunded = won(await stage.words('.refund-sums .sums-pay dd'))
  await page.click('.order-foot a.btn-main')
  await page.waitForURL(`**/orders/${number}`)
  facts.order = await stage.look('order after a part was cancelled')
  return facts
}

/** Sends a part back by oneself, says under which number, and takes another wish back. */
export async function sendBack(stage, { number }) {
  const { page } = stage
  await lookUp(stage, number)
  await stage.look('delivered order')
  await choose(stage, number, 'return', 1, 'broken')
  await account(page)
  await page.check('input[name=how][value=self]')
  await page.fill('#f-reason_text', '상자가 젖어 있었고 한 팩이 새고 있었어요.\n나머지는 괜찮아요.')
  await page.click('#plan button[type=submit]')
  await page.waitForURL('**/claims/2')
  const facts = { asked: await stage.look('return asked') }
  await page.fill('#f-carrier', '한진택배')
  await page.fill('#f-number', '123456789012')
  await page.click('form[action$="/sent"] button')
  await page.waitForURL('**/claims/2')
  facts.sent = await stage.look('return sent')
  await page.click('form[action$="/withdraw"] button')
  await page.waitForURL('**/claims/2')
  facts.withdrawn = await stage.look('return withdrawn')
  return facts
}

/** At the desk: a list, a return with its buttons, the refunds. */
export async function desk(stage, { cookies }) {
  const { page } = stage
  for (const [name, value] of Object.entries(cookies)) await stage.context.addCookies([{ name, value, url: stage.base }])
  await stage.go('/admin/claims')
  const facts = { list: await stage.look('claims desk') }
  await page.locator('a.cell-link').first().click()
  await page.waitForURL('**/admin/claims/*')
  facts.one = await stage.look('claim at the desk')
  await stage.go('/admin/refunds')
  facts.refunds = await stage.look('refunds desk')
  await page.locator('a.cell-link').first().click()
  await page.waitForURL('**/admin/refunds/*')
  facts.refund = await stage.look('refund at the desk')
  return facts
}
