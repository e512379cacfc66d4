-- Deployments: while a release is tried and everything else is held still, and before anything was deployed.

local at, sha = 1795897667, ("ab"):rep(32)

return {
  full = {
    live = { short = "33c0085fd368", sha = sha, epoch = 12, who = "김하나 <hana@shop.kr>", why = "배송비 문구", at = at,
      message = "무료배송 문구를 쉽게" },
    canary = { percent = 10, sha = sha, stable = sha, reason = "holds: 120 of 200 requests", promotes = true,
      minutes_left = 12, versions = {
        { label = "시험 중", short = "c6f767d897f2", requests = 1234, failed = 1, thrown = 0, money = 0, p95 = 23 },
        { label = "서비스 중", short = "33c0085fd368", requests = 12345, failed = 2, thrown = 1, money = 0 },
      } },
    frozen = { who = "이두리 <duri@shop.kr>", why = "설 연휴", at = at }, standing = true, may_write = true,
    nodes = {
      { name = "web1", host = "10.0.0.1", badge = { label = "서비스 중", tone = "good" }, behind = false, epoch = 12 },
      { name = "web2", host = "10.0.0.2", badge = { label = "서비스 중", tone = "good" }, behind = true, epoch = 11 },
    },
    rollouts = {
      { at = at, kind = "시험 배포", percent = 10, short = "c6f767d897f2", who = "김하나", host = "laptop", why = "문구",
        badge = { label = "서비스함", tone = "good" } },
      { at = at, kind = "배포", short = "c6f767d897f2", who = "김하나", host = "laptop", why = "",
        badge = { label = "거절됨", tone = "bad" }, reason = "web1 refuses: app/shipping/rules.lua:31: '=' expected" },
    },
    releases = {
      { sha = sha, short = "33c0085fd368", message = "문구", author = "김하나", stored_at = at, back = false,
        badge = { label = "서비스 중", tone = "good" } },
      { sha = sha, short = "c6f767d897f2", message = "", author = "김하나", stored_at = at, back = true, diff = sha },
    },
    page = { title = "배포" },
  },
  free = { live = { short = "33c0085fd368", sha = sha, epoch = 1, who = "김하나", why = "", at = at }, may_write = true,
    standing = true, nodes = {}, rollouts = {}, releases = {}, page = { title = "배포" } },
  least = { may_write = false, standing = false, nodes = {}, rollouts = {}, releases = {}, page = { title = "배포" } },
}
