// Paying: from an order that was placed to a provider's window and back, in both designs, with everything that goes wrong.

import { add, place, toConfirm } from '../steps.mjs'

const window_ = /127\.0\.0\.1/

/** Places an order that is to be paid by `label`, and comes to that provider's window: by itself where scripts run. */
async function ordered(stage, label) {
  const { page } = stage
  stage.allow('127.0.0.1')
  stage.expect(404) // the stand-ins have no icon
  await add(stage, 'galbitang')
  await toConfirm(stage, {}, label)
  let number
  const come = page.waitForURL((url) => { number ??= /\/pay\/(\d{6}-\w{7})/.exec(url.pathname)?.[1]; return number }, { waitUntil: 'commit' })
  await Promise.all([come, page.click(place)])
  if (stage.script) await page.waitForURL(window_)
  else await open(stage, label)
  return number
}

/** On the page that asks by what: to the provider's window. */
async function open(stage, label) {
  const { page } = stage
  await stage.look(`pay ${label}`)
  await page.click('.pay-form button[type=submit]')
  if (!stage.script) {
    await page.waitForURL((url) => url.pathname.endsWith('/window'))
    await stage.look(`window ${label}`)
    await page.locator('.pay-window .btn-main').click()
  }
  await page.waitForURL(window_)
}

/** Chooses another way to pay and comes to the provider's window. */
async function toWindow(stage, number, label) {
  await stage.go(`/pay/${number}`)
  await stage.page.locator('.pay-choices label', { hasText: label }).first().click()
  await open(stage, label)
}

const press = (stage, button) => stage.page.locator(`form[data-press=${button}] button`).first().click()

async function back(stage) {
  const { page } = stage
  await page.waitForURL((url) => url.hostname !== '127.0.0.1')
  await page.waitForLoadState()
}

/** The whole way by one method. */
export async function pay(stage, { method }) {
  const number = await ordered(stage, method)
  await press(stage, 'pay')
  if (!stage.script) await stage.page.locator('form[data-press=back] button').click()
  await back(stage)
  await stage.page.waitForURL(`**/orders/${number}`)
  return { number, order: await stage.look(`paid ${method}`) }
}

/** Declined, given up, and then paid by something else; the back button in between. */
export async function again(stage) {
  const { page } = stage
  const number = await ordered(stage, '카드 (토스페이먼츠)')
  await press(stage, 'decline')
  await back(stage)
  await page.waitForURL(`**/pay/${number}`)
  const declined = await stage.look('declined')
  await toWindow(stage, number, '카카오페이')
  await press(stage, 'cancel')
  await back(stage)
  const given = await stage.look('given up')
  const leave = page.locator('[data-pay-leave]')
  if (await leave.count()) await page.waitForURL(`**/pay/${number}`)
  await toWindow(stage, number, '토스페이')
  await stage.go(`/orders/${number}`)
  const between = await stage.look('unfinished')
  await toWindow(stage, number, '신용·체크카드')
  await press(stage, 'pay')
  await back(stage)
  await page.waitForURL(`**/orders/${number}`)
  return { number, declined, given, between, order: await stage.look('paid at last') }
}

/** An account is told; the deposit comes later. */
export async function account(stage) {
  const number = await ordered(stage, '가상계좌 (토스페이먼츠)')
  await press(stage, 'pay')
  await back(stage)
  await stage.page.waitForURL(`**/orders/${number}`)
  return { number, order: await stage.look('account') }
}

/** The order's page once more. */
export async function order(stage, { number }) {
  await stage.go(`/orders/lookup?number=${number}`)
  await stage.page.fill('#f-phone', '010-1234-5678')
  await stage.page.click('main button[type=submit]')
  await stage.page.waitForURL(`**/orders/${number}`)
  return { order: await stage.look('later') }
}

/** Two tabs with one order: only the window that was opened last takes money. */
export async function tabs(stage) {
  const { page, context } = stage
  const number = await ordered(stage, '신용·체크카드')
  const other = await context.newPage()
  await other.goto(new URL(`/pay/${number}`, stage.base).href)
  await other.locator('.pay-choices label', { hasText: '토스페이' }).first().click()
  await other.click('.pay-form button[type=submit]')
  await other.waitForURL(window_)
  await press(stage, 'pay')
  await back(stage)
  const first = await stage.look('the first tab')
  await other.locator('form[data-press=pay] button').first().click()
  await other.waitForURL(`**/orders/${number}`)
  return { number, first, second: await other.locator('main').innerText() }
}
