// The rows of a list: which one the keyboard is at, which are chosen, and the bar that says how many.

const rows = () => [...document.querySelectorAll('[data-grid] [data-row]')]
const here = () => document.querySelector('[data-grid] [data-row][data-at]')

/** Goes up or down by one row; false where there are none. */
export function move(step) {
  const all = rows()
  if (all.length === 0) return false
  const at = here()
  const next = all[Math.min(all.length - 1, Math.max(0, at ? all.indexOf(at) + step : step > 0 ? 0 : all.length - 1))]
  at?.removeAttribute('data-at')
  next.setAttribute('data-at', '')
  next.scrollIntoView({ block: 'nearest' })
  next.querySelector('a')?.focus({ preventScroll: true })
  return true
}

/** Chooses the row the keyboard is at, or no longer. */
export function pick() {
  const box = here()?.querySelector('[data-pick]')
  if (!box) return false
  box.click()
  return true
}

/** Opens the row the keyboard is at. */
export function open() {
  const link = here()?.querySelector('a')
  link?.click()
  return Boolean(link)
}

let last

function show(grid) {
  const boxes = [...grid.querySelectorAll('[data-pick]')]
  if (boxes.length === 0) return
  const chosen = boxes.filter((box) => box.checked).length
  for (const box of boxes) box.closest('[data-row]').toggleAttribute('data-on', box.checked)
  const all = grid.querySelector('[data-pick-all]')
  all.checked = chosen === boxes.length
  all.indeterminate = chosen > 0 && chosen < boxes.length
  grid.querySelector('[data-bulk-count]').textContent = `${chosen}건 선택`
  grid.querySelector('[data-bulk]').hidden = chosen === 0
}

document.addEventListener('click', (event) => {
  const box = event.target.closest('[data-pick], [data-pick-all]')
  const grid = box?.closest('[data-grid]')
  if (!grid) return
  const boxes = [...grid.querySelectorAll('[data-pick]')]
  if (box.matches('[data-pick-all]')) {
    for (const one of boxes) one.checked = box.checked
  } else {
    // with Shift all between this one and the last
    if (event.shiftKey && last && boxes.includes(last)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b)
      for (const one of boxes.slice(from, to + 1)) one.checked = box.checked
    }
    last = box
  }
  show(grid)
})

document.addEventListener('reset', (event) => {
  if (event.target.matches('[data-bulk]')) setTimeout(() => show(event.target.closest('[data-grid]')))
})

// The back button brings the page with its ticks.
addEventListener('pageshow', () => { for (const grid of document.querySelectorAll('[data-grid]')) show(grid) })
