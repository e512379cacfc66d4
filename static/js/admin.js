// The back office's script. Every page works without it; it makes some of it quicker: keys, menus that close, messages
// that leave by themselves, and a word before unsaved work is lost.

import './once.js'
import './admin/codes.js'
import './admin/form.js'
import './admin/keys.js'
import './admin/live.js'
import './admin/menu.js'
import './admin/nulls.js'
import './admin/offers.js'
import './admin/print.js'
import './admin/rows.js'
import './admin/toasts.js'
