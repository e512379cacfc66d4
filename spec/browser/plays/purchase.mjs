// A guest buys: by mouse or finger, by keyboard alone, without scripts.

import { add, fillOrder, next, openChoice, orderer, payable, place, toConfirm, won } from '../steps.mjs'

/** From the front page to the order and back to it by its number. */
export async function buy(stage) {
  const { page, script } = stage
  await stage.go('/')
  await stage.look('home')
  await page.locator('a[href="/c/meal-kits"]:visible').first().click()
  await page.waitForURL('**/c/meal-kits')
  await stage.look('list')
  await page.locator('.cards a[href="/p/galbitang"]').first().click()
  await page.waitForURL('**/p/galbitang')
  await stage.look('product')
  const name = await stage.words('h1')
  await openChoice(stage)
  const choice = page.locator('[data-purchase] .choice:not(.choice-out)').nth(1)
  await choice.click()
  const price = won(await choice.innerText())
  if (script) {
    await page.click('[data-purchase] [data-step="1"]')
    stage.at = 'the sum of the choice'
    const sum = won(await stage.words('[data-total]'))
    if (sum !== price * 2) throw new Error(`two of ${price} are ${sum}`)
    await stage.look('choice')
  } else {
    await page.fill('[data-purchase] [name=qty]', '2')
  }
  await page.click('[data-add]')
  const facts = { name, price }
  if (script) {
    await page.waitForSelector('.toast')
    facts.toast = await stage.words('.toast span')
    facts.count = await page.textContent('[data-cart-count]')
    await stage.look('added')
    await page.click('.toast a')
  }
  await page.waitForURL('**/cart')
  await stage.look('cart')
  facts.cart = await stage.words('.line')
  facts.goods = won(await stage.words('.sums dd'))
  await page.click('a[href="/checkout"]')
  await page.waitForURL('**/checkout')
  await stage.look('checkout')
  await fillOrder(stage)
  if (script) facts.depositor = await page.inputValue('#f-depositor')
  await page.selectOption('#f-memo', 'other')
  await page.fill('#f-memo_other', '공동현관 #1234')
  await stage.look('checkout filled')
  facts.payable = await payable(stage)
  await page.click(next)
  await page.waitForURL('**/checkout/confirm')
  facts.review = await stage.look('confirm')
  facts.confirmed = await payable(stage)
  await page.click(place)
  await page.waitForURL('**/orders/*')
  facts.order = await stage.look('order placed')
  facts.number = page.url().split('/').pop()
  facts.bank = won(await stage.words('.bank-amount b'))
  await stage.go('/cart')
  facts.after = await stage.look('cart empty')
  await page.context().clearCookies()
  await stage.go('/orders/lookup')
  await stage.look('lookup')
  await page.fill('#f-number', facts.number)
  await page.fill('#f-phone', '01099999999')
  stage.expect(404)
  stage.expect(422)
  await page.click('main button[type=submit]')
  await page.waitForLoadState()
  facts.stranger = await stage.look('lookup wrong')
  await page.fill('#f-phone', '０１０ 1234 5678')
  await page.click('main button[type=submit]')
  await page.waitForURL(`**/orders/${facts.number}`)
  facts.found = await stage.look('order found')
  return facts
}

/** The element that has the focus, and whether a shopper sees that it has. */
function focused() {
  const one = document.activeElement
  const box = one.getBoundingClientRect()
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  const style = getComputedStyle(one)
  const marked = [one, one.closest('label'), one.nextElementSibling].some((it) => it && getComputedStyle(it).outlineStyle !== 'none')
  return {
    words: (one.getAttribute('aria-label') || one.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 60),
    name: one.name || '', href: one.getAttribute('href') || '', seen: box.bottom > 0 && box.top < innerHeight,
    covered: Boolean(middle) && !one.contains(middle) && !middle.contains(one) && !(one.labels && [...one.labels].some((l) => l.contains(middle))),
    marked: marked || style.boxShadow !== 'none',
  }
}

/** The same with nothing but a keyboard. */
export async function byKeyboard(stage) {
  const { page } = stage
  const press = (...keys) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve())
  const tabTo = async (wanted, most = 150) => {
    for (let i = 0; i < most; i++) {
      await press('Tab')
      const now = await page.evaluate(focused)
      if (!now.seen || now.covered) stage.fault(`the focus is out of sight on “${now.words || now.name}”`)
      if (!now.marked) stage.fault(`the focus does not show on “${now.words || now.name}”`)
      if (wanted(now)) return now
    }
    throw new Error(`Tab never comes to ${wanted}`)
  }
  await stage.go('/')
  const first = await tabTo(() => true)
  await press('Enter')
  const main = await page.evaluate(() => document.activeElement.id)
  await tabTo((it) => it.href.startsWith('/c/'))
  await press('Enter')
  await page.waitForURL('**/c/*')
  await stage.go('/c/meal-kits')
  await tabTo((it) => it.href === '/p/galbitang')
  await press('Enter')
  await page.waitForURL('**/p/galbitang')
  await tabTo((it) => it.name === 'sku_id')
  await press('ArrowDown')
  await tabTo((it) => it.name === 'qty')
  await press('ArrowUp')
  await tabTo((it) => it.words === '장바구니 담기')
  await press('Enter')
  await page.waitForSelector('.toast')
  await tabTo((it) => it.words === '장바구니 보기')
  await press('Enter')
  await page.waitForURL('**/cart')
  await tabTo((it) => it.href === '/checkout')
  await press('Enter')
  await page.waitForURL('**/checkout')
  for (const name of ['orderer_name', 'orderer_phone', 'orderer_email']) {
    await tabTo((it) => it.name === name)
    await page.keyboard.type(orderer[name])
  }
  await tabTo((it) => it.name === 'same_as_orderer')
  await press('Space')
  for (const name of ['postcode', 'address1']) {
    await tabTo((it) => it.name === name)
    await page.keyboard.type(orderer[name])
  }
  for (const name of ['agree_age', 'agree_order', 'agree_privacy']) {
    await tabTo((it) => it.name === name)
    await press('Space')
  }
  await tabTo((it) => it.words.startsWith('다음'))
  await press('Enter')
  await page.waitForURL('**/checkout/confirm')
  await tabTo((it) => it.words.endsWith('주문하기'))
  await press('Enter')
  await page.waitForURL('**/orders/*')
  return { skip: first.words, main, order: await stage.words('main') }
}

/** Presses the last button as often as one can, in two windows at that. */
export async function twice(stage) {
  const { page, context } = stage
  await add(stage, 'galbitang')
  await toConfirm(stage)
  const other = await context.newPage()
  await other.goto(page.url())
  await Promise.all([
    page.locator(place).dblclick({ noWaitAfter: true }),
    other.evaluate(() => { document.querySelector('form[data-once]').submit() }),
  ])
  await Promise.all([page.waitForURL('**/orders/*'), other.waitForURL('**/orders/*')])
  const facts = { one: page.url(), other: other.url() }
  await page.goBack()
  await page.waitForLoadState()
  facts.back = await stage.look('back after ordering')
  return facts
}
