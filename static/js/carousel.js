// Pictures and banners side by side. The browser scrolls and snaps; this marks which one is seen, and lets the small
// pictures, the numbers and the arrow keys lead to one.

function show(track, index) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  track.scrollTo({ left: index * track.clientWidth, behavior: still ? 'auto' : 'smooth' })
}

function at(track) {
  return Math.round(track.scrollLeft / Math.max(1, track.clientWidth))
}

for (const carousel of document.querySelectorAll('[data-carousel]')) {
  const track = carousel.querySelector('[data-track]')
  const links = [...carousel.querySelectorAll('[data-to]')]
  const number = carousel.querySelector('[data-at]')
  let seen = 0

  track.addEventListener('scroll', () => {
    const now = at(track)
    if (now === seen) return
    seen = now
    links.forEach((link, n) => {
      if (n === now) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    })
    if (number) number.textContent = now + 1
  }, { passive: true })

  track.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step || event.target !== track) return
    event.preventDefault()
    show(track, at(track) + step)
  })

  links.forEach((link, n) => link.addEventListener('click', (event) => {
    event.preventDefault()
    show(track, n)
  }))
}
