// A part of a page that changes by itself is fetched anew now and then: only while it is looked at, and not while somebody is
// in it with the keyboard.

import { read } from '../send.js'

for (const part of document.querySelectorAll('[data-live]')) {
  const { id } = part
  const look = async () => {
    const here = document.getElementById(id)
    if (!document.hidden && !here.matches(':focus-within')) {
      try {
        const fresh = (await read(location.href)).getElementById(id)
        if (fresh && fresh.innerHTML !== here.innerHTML) here.replaceWith(document.adoptNode(fresh))
      } catch {
        return // the page is still what it was; whoever reloads sees why
      }
    }
    setTimeout(look, Number(part.dataset.live) * 1000)
  }
  setTimeout(look, Number(part.dataset.live) * 1000)
}
