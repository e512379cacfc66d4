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

/** Three of one kind, paid by card at a stand-in's window. */
export async function buyByCard(stage) {
  const { page } = stage
  stage.allow('127.0.0.1')
  stage.expect(404) // the stand-in has no icon
  await add(stage, 'galbitang', { more: 2 })
  await toConfirm(stage, {}, '신용·체크카드')
  await page.click(place)
  await page.waitForURL(/127\.0\.0\.1/)
  await page.locator('form[data-press=pay] button').first().click()
  await page.waitForURL('**/orders/*')
  return { number: page.url().split('/').pop(), order: await stage.look('paid by card') }
}

/** Looks at a claim until its money has gone back. */
async function untilRefunded(stage) {
  for (let i = 0; i < 60; i++) {
    if ((await stage.words('main')).includes('환불 완료')) return
    await stage.page.waitForTimeout(250)
    await stage.page.reload()
  }
  throw new Error('the money never goes back')
}

/** One of what was paid by card is cancelled: no account is asked for, and the money goes back over the card. */
export async function cancelByCard(stage, { number }) {
  const { page } = stage
  await lookUp(stage, number)
  await choose(stage, number, 'cancel', 1, 'changed_mind')
  const facts = { shown: won(await stage.words('#plan .sums-pay dd')), plan: await stage.words('#plan'),
    account: await page.locator('#f-account').count() }
  await page.click('#plan button[type=submit]')
  await page.waitForURL('**/claims/1')
  await untilRefunded(stage)
  facts.done = await stage.look('cancelled over the card')
  facts.refunded = won(await stage.words('.refund-sums .sums-pay dd'))
  return facts
}

/** One is sent back because of a change of mind: carriage is in the sum that is shown. */
export async function returnByCard(stage, { number }) {
  const { page } = stage
  await lookUp(stage, number)
  await choose(stage, number, 'return', 1, 'changed_mind')
  const facts = { shown: won(await stage.words('#plan .sums-pay dd')), plan: await stage.words('#plan') }
  await page.click('#plan button[type=submit]')
  await page.waitForURL('**/claims/2')
  facts.asked = await stage.look('return over the card asked')
  return facts
}

/** The return once staff has finished it. */
export async function returned(stage, { number }) {
  await lookUp(stage, number)
  await stage.page.goto(new URL(`/orders/${number}/claims/2`, stage.base).href)
  await untilRefunded(stage)
  const facts = { done: await stage.look('returned over the card'), refunded: won(await stage.words('.refund-sums .sums-pay dd')) }
  await stage.page.click('.order-foot a.btn-main')
  await stage.page.waitForURL(`**/orders/${number}`)
  facts.order = await stage.look('order after a return')
  return facts
}

/** The order's page with what an exchange has sent, and the claim's. */
export async function exchanged(stage, { number }) {
  await lookUp(stage, number)
  const facts = { order: await stage.look('order with an exchange parcel') }
  await stage.page.goto(new URL(`/orders/${number}/claims/1`, stage.base).href)
  facts.claim = await stage.look('exchange on its way')
  facts.track = await stage.page.locator('.parcel a.btn').getAttribute('href')
  return facts
}

/** The desk's pages of an exchange: where it is sent from, and the order with its parcel. */
export async function exchangeDesk(stage, { cookies, id, number }) {
  const { page } = stage
  for (const [name, value] of Object.entries(cookies)) await stage.context.addCookies([{ name, value, url: stage.base }])
  await stage.go(`/admin/claims/${id}`)
  const facts = { inspected: await stage.look('exchange at the desk') }
  stage.expect(422)
  await page.fill('#f-reship-number', '12')
  await page.click('form[action$="/reship"] button[type=submit]')
  await page.waitForSelector('.field-error')
  facts.wrong = await stage.look('exchange with a wrong number')
  await page.selectOption('#f-reship-carrier', 'cj')
  await page.fill('#f-reship-number', '1234-5678-9012')
  await page.click('form[action$="/reship"] button[type=submit]')
  await page.waitForURL('**/admin/claims/*')
  facts.sent = await stage.look('exchange sent at the desk')
  await stage.go('/admin/orders?exchanged=1')
  facts.board = await stage.look('orders with exchanges')
  await stage.go(`/admin/orders/${number}`)
  facts.order = await stage.look('order with an exchange at the desk')
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
