// Short messages at the bottom of the screen, read aloud by screen readers because the region is there from the start.

const region = document.createElement('div')
region.className = 'toasts'
region.setAttribute('role', 'status')
region.setAttribute('aria-live', 'polite')
document.body.append(region)

/**
 * Shows a message for six seconds; it stays while the pointer or the focus is on it.
 * @param {string} text
 * @param {{label: string, url: string}} [link]
 */
export function toast(text, link) {
  const box = document.createElement('div')
  box.className = 'toast'
  const words = document.createElement('span')
  words.textContent = text
  box.append(words)
  if (link) {
    const anchor = document.createElement('a')
    anchor.href = link.url
    anchor.textContent = link.label
    box.append(anchor)
  }
  region.replaceChildren(box)
  const leave = () => {
    if (box.matches(':hover, :focus-within')) setTimeout(leave, 2000)
    else box.remove()
  }
  setTimeout(leave, 6000)
}
