-- The back office's first page.

return { full = { page = { title = "오늘" } }, least = { page = { title = "오늘" } } }
