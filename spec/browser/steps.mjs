// What a shopper does again and again, in either design, with or without scripts.

/** Opens a product's page, chooses, and puts it into the cart. @param choice which option, by its label's beginning */
export async function add(stage, slug, { choice, more = 0 } = {}) {
  const { page } = stage
  await stage.go(`/p/${slug}`)
  await openChoice(stage)
  if (choice) await page.locator('[data-purchase] .choice', { hasText: choice }).first().click()
  if (stage.script) for (let i = 0; i < more; i++) await page.click('[data-purchase] [data-step="1"]')
  else if (more) await page.fill('[data-purchase] [name=qty]', String(1 + more))
  await page.click('[data-add]')
  if (stage.script) await page.waitForSelector('.toast')
  else await page.waitForURL('**/cart')
}

/** On mobile the choice is made in a sheet. */
export async function openChoice(stage) {
  if (stage.device === 'mobile') await stage.page.click('a[href="#buy"]')
}

export const orderer = { orderer_name: '김모락', orderer_phone: '010-1234-5678', orderer_email: 'morak@example.com', postcode: '17379',
  address1: '경기도 이천시 모가면 모락로 12', address2: '101동 1203호' }

/** Fills in the order form. */
export async function fillOrder(stage, changes = {}) {
  const { page } = stage
  for (const [name, value] of Object.entries({ ...orderer, ...changes })) await page.fill(`#f-${name}`, value)
  await page.check('#f-same_as_orderer')
  await page.check('#f-agree_age')
  await page.check('#f-agree_order')
  await page.check('#f-agree_privacy')
}

export const next = 'button[type=submit]:has-text("다음")'
// what is paid in a window is paid by this button, everything else is ordered
export const place = ['main', '.dock'].flatMap((where) => ['주문하기', '결제하기'].map((word) =>
  `${where} button[type=submit]:has-text("${word}")`)).join(', ')

/** From a filled cart to the page that asks whether all is right. @param pay the label of how it is to be paid; else as offered */
export async function toConfirm(stage, changes, pay) {
  await stage.go('/checkout')
  await fillOrder(stage, changes)
  if (pay) await stage.page.locator('.pay-tile', { hasText: pay }).first().click()
  await stage.page.click(next)
  await stage.page.waitForURL('**/checkout/confirm')
}

/** An amount of money as a number: “12,300원” → 12300. */
export function won(text) { return Number(/([\d,]+)\s*원/.exec(text)[1].replaceAll(',', '')) }

/** The sum to pay of a cart, a form or an order. */
export async function payable(stage) { return won(await stage.words('.sums-pay dd')) }
