// While somebody writes at the shop: the page is drawn anew as soon as newer code serves, or was refused. What was typed
// into it is not thrown away: then it only says so. Hidden pages do not ask, since a browser holds six connections a host.

const drawn = document.querySelector('[data-moment]')
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
const seen = () => new Promise((done) => {
  if (!document.hidden) return done()
  document.addEventListener('visibilitychange', done, { once: true })
})

let typed = false
document.addEventListener('input', () => { typed = true })

function show() {
  if (!typed) return location.reload()
  const note = document.createElement('div')
  note.className = 'build-news'
  note.setAttribute('role', 'status')
  const again = document.createElement('button')
  again.type = 'button'
  again.textContent = '새로고침'
  again.addEventListener('click', () => location.reload())
  note.append('코드가 바뀌었어요. 입력 중인 내용이 있어 기다리고 있어요. ', again)
  drawn.replaceWith(note)
}

/** Asks until there is news. A server that was away may have come back with other code. */
async function watch(since) {
  for (let away = false; ;) {
    await seen()
    const leaving = new AbortController()
    const leave = () => document.hidden && leaving.abort()
    document.addEventListener('visibilitychange', leave)
    try {
      const answer = await fetch(`/development/changes?since=${encodeURIComponent(since)}`, { signal: leaving.signal })
      if (!answer.ok) throw new Error(answer.status)
      if (away || (await answer.text()) === 'new') return show()
    } catch (problem) {
      if (problem.name !== 'AbortError') away = true
      await pause(500)
    } finally {
      document.removeEventListener('visibilitychange', leave)
    }
  }
}

if (drawn) watch(drawn.dataset.moment)
