-- What is typed about jobs.

local shape = require "shared.shape"

local forms = {}

forms.discard = shape.form { shape.text("why", { label = "사유", max = 200 }) }
forms.kind = shape.form { shape.text("kind", { label = "작업", max = 100 }) }
forms.entry = shape.form { shape.text("name", { label = "일정", max = 100 }) }

return forms
