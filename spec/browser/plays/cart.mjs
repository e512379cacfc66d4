// The cart and the order form, and what they say when something is not as hoped.

import { add, fillOrder, next, openChoice, payable, place, toConfirm, won } from '../steps.mjs'

const lines = (stage) => stage.page.locator('.line').count()

/** Takes a line out and has it back. */
export async function undo(stage) {
  const { page } = stage
  await add(stage, 'galbitang', { more: 1 })
  await add(stage, 'tteokbokki')
  await stage.go('/cart')
  const facts = { before: await lines(stage), sum: await payable(stage) }
  await page.locator('.line', { hasText: '갈비탕' }).locator('.line-remove').click()
  await page.waitForSelector('[data-flash="undo"]')
  facts.removed = await lines(stage)
  facts.says = await stage.words('[data-flash="undo"]')
  if (stage.script) facts.focus = await page.evaluate(() => document.activeElement.textContent)
  await stage.look('removed')
  await page.click('[data-flash="undo"] button')
  await page.waitForFunction((n) => document.querySelectorAll('.line').length === n, facts.before, { polling: 50 })
  await page.waitForLoadState()
  facts.back = await lines(stage)
  facts.again = await payable(stage)
  return facts
}

/** Changes a quantity; the sums follow, on the same page. */
export async function change(stage) {
  const { page } = stage
  await add(stage, 'galbitang')
  await stage.go('/cart')
  await page.evaluate(() => { window.same = true })
  const facts = { one: won(await stage.words('.line-amount')), progress: await stage.words('.free'),
    percent: Number(await page.locator('.free progress').getAttribute('value')), shipping: await stage.words('.sums') }
  const amount = (price) => page.waitForFunction((sum) => document.querySelector('.line-amount').innerText.replaceAll(',', '').includes(sum), String(price))
  await page.click('.line [data-step="1"]')
  await amount(facts.one * 2)
  facts.two = won(await stage.words('.line-amount'))
  facts.focus = await page.evaluate(() => document.activeElement.closest('[data-stepper]') !== null)
  const many = Math.ceil(60000 / facts.one)
  await page.fill('.line input[name=qty]', String(many))
  await page.keyboard.press('Enter')
  await amount(facts.one * many)
  facts.reached = await stage.words('.free')
  facts.free = await stage.words('.sums')
  facts.same = await page.evaluate(() => window.same === true)
  await stage.look('cart free shipping')
  return facts
}

/** What is sold out says so wherever it is met. */
export async function soldOut(stage, { slug, partly, label }) {
  const { page } = stage
  await stage.go(`/p/${slug}`)
  const facts = { whole: await stage.look('sold out'), buttons: await page.locator('[data-add], [name=buy_now], a[href="#buy"]').count() }
  await stage.go(`/p/${partly}`)
  await openChoice(stage)
  const choice = page.locator('[data-purchase] .choice-out', { hasText: label }).first()
  facts.choice = (await choice.innerText()).replace(/\s+/g, ' ')
  facts.disabled = await choice.locator('input').isDisabled()
  await stage.look('option sold out')
  return facts
}

const waiting = new Map() // cookies of shoppers who stopped before the last button, by what they wanted

/** Comes as far as the last button and stops: the spec lets somebody else buy the goods. */
export async function late(stage, { slug }) {
  await add(stage, slug)
  await toConfirm(stage)
  waiting.set(slug, await stage.context.cookies())
}

/** The same shopper goes on. */
export async function tooLate(stage, { slug }) {
  const { page, context } = stage
  await context.addCookies(waiting.get(slug))
  await stage.go('/cart')
  const facts = { cart: await stage.look('cart sold out'), orders: await page.locator('a[href="/checkout"]').count() }
  await stage.go('/checkout/confirm')
  facts.confirm = new URL(page.url()).pathname
  if (await page.locator(place).count()) {
    await page.click(place)
    await page.waitForLoadState()
    facts.confirm = new URL(page.url()).pathname
  }
  facts.says = await stage.look('sold out meanwhile')
  return facts
}

/** An order form with mistakes comes back with sentences at the fields and everything that was typed. */
export async function mistakes(stage) {
  const { page } = stage
  stage.expect(422)
  await add(stage, 'galbitang')
  await stage.go('/checkout')
  await page.click(next)
  await page.waitForSelector('#e-orderer_name')
  const facts = { focus: await page.evaluate(() => document.activeElement.id || document.activeElement.closest('[id]')?.id) }
  facts.empty = await stage.look('checkout errors')
  facts.errors = await page.locator('.field-error').allInnerTexts()
  await fillOrder(stage, { postcode: '12', orderer_phone: '010-12', address2: `<b>"101동" & '2층'</b>` })
  await page.check('#f-agree_marketing_email')
  await page.uncheck('#f-agree_privacy')
  await page.click(next)
  await page.waitForSelector('#e-postcode')
  facts.second = (await page.locator('.field-error').allInnerTexts()).map((text) => text.trim())
  facts.linked = await page.getAttribute('#f-postcode', 'aria-describedby')
  facts.kept = {}
  for (const name of ['orderer_name', 'orderer_phone', 'orderer_email', 'postcode', 'address1', 'address2']) {
    facts.kept[name] = await page.inputValue(`#f-${name}`)
  }
  facts.ticked = await page.isChecked('#f-agree_marketing_email')
  facts.unticked = await page.isChecked('#f-agree_marketing_sms')
  await stage.look('checkout errors again')
  return facts
}

/** The search for a postcode: there, unreachable, or so slow that nobody would wait. */
export async function postcode(stage, { widget }) {
  const { page } = stage
  stage.allow('t1.daumcdn.net')
  await add(stage, 'galbitang')
  await stage.go('/checkout')
  const before = await page.isVisible('[data-postcode-layer]')
  if (widget === 'slow') await page.route('https://t1.daumcdn.net/**', () => null)
  if (widget === 'there') {
    await page.route('https://t1.daumcdn.net/**', (route) => route.fulfill({ contentType: 'text/javascript', body: `
      window.kakao = { Postcode: class { constructor(options) { this.options = options }
        embed(layer) { const button = document.createElement('button'); button.type = 'button'; button.textContent = '고르기'
          button.onclick = () => this.options.oncomplete({ zonecode: '06236', roadAddress: '서울 강남구 테헤란로 152', jibunAddress: '서울 강남구 역삼동 737',
            userSelectedType: 'R', bname: '역삼동', buildingName: '강남파이낸스센터' })
          layer.append(button) } } }` }))
  }
  await page.click('[data-postcode-open]')
  const facts = { before }
  if (widget === 'there') {
    await page.click('[data-postcode-layer] button')
    facts.postcode = await page.inputValue('#f-postcode')
    facts.address = await page.inputValue('#f-address1')
    facts.focus = await page.evaluate(() => document.activeElement.id)
    return facts
  }
  await page.waitForFunction(() => document.querySelector('[data-postcode-note]').textContent !== '')
  facts.note = await stage.words('[data-postcode-note]')
  facts.button = await page.isVisible('[data-postcode-open]')
  facts.focus = await page.evaluate(() => document.activeElement.id)
  await stage.look('postcode unreachable')
  await fillOrder(stage)
  await page.click(next)
  await page.waitForURL('**/checkout/confirm')
  facts.confirm = true
  return facts
}

/** What delivery costs where. */
export async function regions(stage) {
  await add(stage, 'tteokbokki')
  await stage.go('/cart')
  const facts = { notes: await stage.look('cart of little') }
  for (const [name, code] of [['seoul', '06236'], ['jeju', '63122'], ['island', '40205']]) {
    await toConfirm(stage, { postcode: code })
    facts[name] = await stage.words('.sums')
    facts[`${name}_pays`] = await payable(stage)
    if (name === 'jeju') await stage.look('confirm jeju')
  }
  await toConfirm(stage, { postcode: '63122' })
  await stage.page.click(place)
  await stage.page.waitForURL('**/orders/*')
  facts.order = await stage.words('.sums')
  return facts
}

/** Two malls on one machine: each with a cart of its own. */
export async function apart(stage, { second }) {
  const { page } = stage
  await add(stage, 'galbitang')
  const facts = { first: await page.title() }
  await page.goto(`${second}/`)
  facts.second = await page.title()
  facts.count = await page.locator('[data-cart-count]').first().textContent()
  await page.goto(`${second}/cart`)
  facts.cart = await stage.look('cart of the other mall')
  stage.expect(404)
  facts.stranger = (await page.goto(`${second}/p/galbitang`)).status()
  await stage.go('/cart')
  facts.own = await lines(stage)
  return facts
}
