// Pickers of rows: while somebody types into a picker's search, what it may lead to is offered below. Without a script the
// same search is a step of the form.

const PAUSE = 200

for (const search of document.querySelectorAll('[data-offers]')) {
  const form = search.form
  const value = form.elements.namedItem(`c.${search.dataset.column}`)
  const field = search.closest('.row-field')
  const list = document.createElement('ul')
  list.className = 'offered'
  list.id = `${search.id}-offered`
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', search.labels[0]?.textContent || '')
  list.hidden = true
  search.closest('.picker').after(list)
  search.setAttribute('role', 'combobox')
  search.setAttribute('aria-autocomplete', 'list')
  search.setAttribute('aria-controls', list.id)
  search.setAttribute('aria-expanded', 'false')
  let timer = 0
  let asked = 0
  let active = -1

  const close = () => {
    list.hidden = true
    active = -1
    search.setAttribute('aria-expanded', 'false')
    search.removeAttribute('aria-activedescendant')
  }

  const take = (option) => {
    value.value = option.dataset.value
    value.dispatchEvent(new Event('input', { bubbles: true }))
    const tick = form.elements.namedItem(`n.${search.dataset.column}`)
    if (tick) tick.checked = false
    let said = field.querySelector('[data-offered]')
    if (!said) {
      said = document.createElement('p')
      said.className = 'field-hint'
      said.dataset.offered = ''
      search.closest('.picker').before(said)
    }
    said.textContent = option.textContent
    search.value = ''
    close()
    value.focus()
  }

  const show = (offers) => {
    list.replaceChildren(...offers.map((offer, place) => {
      const option = document.createElement('li')
      option.id = `${list.id}-${place}`
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      option.dataset.value = offer.value
      option.textContent = offer.label
      return option
    }))
    active = -1
    list.hidden = offers.length === 0
    search.setAttribute('aria-expanded', String(!list.hidden))
  }

  const ask = async () => {
    const mine = ++asked
    const query = new URLSearchParams({ column: search.dataset.column, q: search.value })
    const mall = form.elements.namedItem('c.mall_id') || form.querySelector('[data-mall]')
    if (mall?.value) query.set('mall_id', mall.value)
    try {
      const response = await fetch(`${search.dataset.offers}?${query}`, { headers: { Accept: 'application/json' } })
      if (mine === asked && response.ok) show((await response.json()).offers)
    } catch {
      close() // the button beside it still works
    }
  }

  const move = (step) => {
    const options = list.children
    if (options.length === 0) return
    options[active]?.setAttribute('aria-selected', 'false')
    active = (active + step + options.length) % options.length
    options[active].setAttribute('aria-selected', 'true')
    options[active].scrollIntoView({ block: 'nearest' })
    search.setAttribute('aria-activedescendant', options[active].id)
  }

  search.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  })
  search.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (list.hidden) ask()
      else move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      event.preventDefault() // looks for something, saves nothing
      if (active >= 0) take(list.children[active])
      else ask()
    } else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation()
      close()
    }
  })
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]')
    if (option) take(option)
  })
  search.addEventListener('blur', close)
}
