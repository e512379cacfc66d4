-- Recovery codes, shown once.

local codes = {}
for i = 1, 10 do codes[i] = ("ABCD-EFGH-2%02dK"):format(i) end

return {
  full = { codes = codes, enrolled = true, page = { title = "복구 코드" } },
  least = { codes = codes, enrolled = false, page = { title = "복구 코드" } },
}
