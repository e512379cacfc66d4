// Sections far from the screen wait with their layout until the typeface has arrived (css/mobile/home.css). Then the whole
// page is laid out, for whoever comes back to a place in it, prints it or takes a picture of it.

const settle = () => document.fonts.ready.then(() => document.documentElement.setAttribute('data-settled', ''))

if (document.readyState === 'complete') settle()
else addEventListener('load', settle)
