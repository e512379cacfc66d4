-- A written page.

local markup = require "shared.markup"

return {
  full = { title = "이용약관", updated_at = "2026.11.01 (일)",
    body_html = markup.trusted '<h2>제1조 (목적)</h2><p>이 약관은 <a href="/guide">이용 안내</a>와 함께 봅니다.</p>',
    page = { title = "이용약관 | 견본상회", canonical = "https://sample.example/terms" } },
  least = { title = "공지사항", body_html = markup.trusted "" },
}
