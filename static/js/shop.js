// The shop's script. Every page works without it: forms post, links lead, sheets open by their address. It only makes
// some of that quicker. Each part listens on the document, so that parts of a page may be replaced under it.

import './carousel.js'
import './cart.js'
import './checkout.js'
import './once.js'
import './pay.js'
import './postcode.js'
import './product.js'
import './quantity.js'
import './reading.js'
import './reveal.js'
import './recent.js'
import './settle.js'
import './sheet.js'
