// In the form of a row, whoever types into a column that was NULL means what they type.

document.addEventListener('input', (event) => {
  const name = event.target.name
  if (!name?.startsWith('c.')) return
  const tick = event.target.form?.elements.namedItem(`n.${name.slice(2)}`)
  if (tick && event.target.value !== '') tick.checked = false
})
