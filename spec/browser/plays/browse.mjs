// Looking around: search, the other design, pages that are not there.

/** Types into the search field and reads what comes. */
export async function search(stage, { words }) {
  const { page } = stage
  const found = {}
  for (const q of words) {
    await stage.go('/search')
    stage.at = `search for ${q}`
    const field = page.locator('input[name=q]:visible').first()
    await field.fill(q)
    await field.press('Enter')
    await page.waitForURL((url) => url.searchParams.get('q') === q)
    found[q] = { title: await stage.words('main h1'), url: page.url(),
      names: await page.locator('main .cards li').allInnerTexts() }
    await stage.look(`search ${q}`)
  }
  return found
}

/** Every page that needs nothing but its address. */
export async function visit(stage, { paths, status }) {
  const facts = {}
  if (status) stage.expect(status)
  for (const path of paths) {
    const answer = await stage.go(path)
    facts[path] = { status: answer.status(), text: await stage.look(path === '/' ? 'home' : decodeURI(path).slice(1).replace(/[/?=&]/g, ' ')) }
  }
  return facts
}

/** From one design to the other and back, without losing the page. */
export async function otherDesign(stage) {
  const { page } = stage
  const design = () => page.getAttribute('html', 'data-device')
  const other = 'form[action="/device"] button'
  await stage.go('/search?q=%EA%B9%80%EC%B9%98')
  const facts = { first: await design(), label: await stage.words(other) }
  await page.click(other)
  await page.waitForFunction((was) => document.documentElement.dataset.device !== was, facts.first)
  facts.second = await design()
  facts.url = new URL(page.url()).pathname + new URL(page.url()).search
  facts.back = await stage.words(other)
  await stage.go('/cart')
  facts.stays = await design()
  await page.click(other)
  await page.waitForFunction((was) => document.documentElement.dataset.device === was, facts.first)
  facts.third = await design()
  return facts
}

/** What a page weighs for somebody who was never here, and how much it jumps while it comes. */
export async function weigh(stage, { path }) {
  const { page } = stage
  await page.addInitScript(() => {
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await stage.go(path)
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 500) {
      scrollTo(0, y)
      await new Promise((done) => setTimeout(done, 30))
    }
    await document.fonts.ready
  })
  await page.waitForLoadState('networkidle')
  const sum = (type) => stage.sizes.filter((one) => one.type === type).reduce((total, one) => total + one.bytes, 0)
  return { html: sum('document'), css: sum('stylesheet'), js: sum('script'), fonts: sum('font'), images: sum('image'),
    shifted: await page.evaluate(() => window.shifted), requests: stage.sizes.length }
}

/** Proves that the stage sees: a page with one of each fault. */
export async function faulty(stage) {
  const { page } = stage
  stage.at = 'a page full of faults'
  await stage.go('/')
  const before = stage.faults.length
  await page.evaluate(() => {
    const wide = document.createElement('div')
    wide.innerHTML = '<img src="/static/none.webp"><button></button><p>nil원</p>'
    wide.style.width = '3000px'
    document.getElementById('main').append(wide)
    const other = new Image()
    other.src = 'https://example.com/spy.gif'
    console.error('sorry')
    setTimeout(() => { throw new Error('oops') })
    const script = document.createElement('script')
    script.textContent = 'window.evil = true'
    document.body.append(script)
  })
  await page.waitForTimeout(300)
  await stage.look('a page full of faults')
  const seen = stage.faults.splice(before)
  return { seen, evil: await page.evaluate(() => window.evil === true) }
}

/** The error page of a developer, as text. */
export async function error(stage, { path }) {
  stage.expect(500)
  const answer = await stage.go(path)
  return { status: answer.status(), text: await stage.look('development error'), html: await answer.text(),
    bold: await stage.page.locator('main b, main script, main img').count() }
}

/** Looks at a page that may be drawn anew while it is looked at: then once more. */
async function lookInPassing(stage, name) {
  for (;;) {
    try {
      return await stage.look(name)
    } catch (problem) {
      if (!problem.message.includes('context was destroyed')) throw problem
    }
  }
}

/**
 * Stays on a page that is drawn anew by itself, untouched but for what is typed into its search field, until a text is there
 * and another one is gone. After typing it asks a question of its own, so that a spec can wait for two.
 */
export async function until(stage, { path, text, gone, typed }) {
  const { page } = stage
  stage.expect(500)
  await stage.go(path)
  const field = page.locator('input[name=q]:visible').first()
  if (typed) {
    await field.pressSequentially(typed)
    await page.evaluate(() => { fetch('/development/changes?since=999999.') })
  }
  await page.waitForFunction(({ text, gone }) => {
    const seen = document.body.innerText
    return seen.includes(text) && !(gone && seen.includes(gone))
  }, { text, gone })
  return { text: await lookInPassing(stage, 'page drawn anew'), title: await page.title(), typed: typed && await field.inputValue() }
}
