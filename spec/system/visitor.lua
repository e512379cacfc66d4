--- A shopper's browser as far as HTTP goes: it keeps cookies, and fills in forms with the token of the page it saw last.

local escape = require("text").escape_url

local visitor = {}
visitor.__index = visitor

--- What a guest types at checkout.
visitor.typed = { orderer_name = "김철수", orderer_phone = "010-1234-5678", orderer_email = "", same_as_orderer = "1",
  postcode = "06236", address1 = "서울 강남구 테헤란로 1", address2 = "", memo = "", memo_other = "", depositor = "",
  cash_receipt = "none", agree_age = "1", agree_order = "1", agree_privacy = "1" }

---@param mall table    of spec.system.mall
---@param headers table<string, string>|nil  sent with everything
function visitor.new(mall, headers)
  return setmetatable({ mall = mall, cookies = {}, headers = headers or {} }, visitor)
end

--- One request.
---@return table answer  status, headers, body, location
function visitor:request(method, path, body, more)
  local headers, cookies = {}, {}
  for name, value in pairs(self.headers) do headers[name] = value end
  for name, value in pairs(more or {}) do headers[name] = value end
  for name, value in pairs(self.cookies) do cookies[#cookies + 1] = name .. "=" .. value end
  if #cookies > 0 then headers.Cookie = table.concat(cookies, "; ") end
  if body then headers["Content-Type"] = headers["Content-Type"] or "application/x-www-form-urlencoded" end
  local answer = self.mall:request(method, path, headers, body)
  for line in (answer.headers["set-cookie"] or ""):gmatch("[^\n]+") do
    local name, value = line:match("^([^=]+)=([^;]*)")
    if value == "" or line:find("Max-Age=0", 1, true) then value = nil end
    self.cookies[name] = value
  end
  self.token = answer.body:match('name="csrf" value="([^"]+)"') or self.token
  answer.location = answer.headers.location
  return answer
end

function visitor:get(path) return self:request("GET", path) end

--- The body of a form.
---@param fields table<string, string|number>
---@return string
function visitor.encode(fields)
  local parts = {}
  for name, value in pairs(fields) do parts[#parts + 1] = name .. "=" .. escape(tostring(value)) end
  return table.concat(parts, "&")
end

--- Sends a form, with the token unless the fields bring one of their own.
---@param path string
---@param fields table<string, string|number>
function visitor:post(path, fields)
  local all = { csrf = self.token }
  for name, value in pairs(fields) do all[name] = value end
  return self:request("POST", path, visitor.encode(all))
end

--- Puts goods into the cart.
function visitor:add(goods, qty)
  if not self.token then self:get("/p/" .. goods.slug) end
  return self:post("/cart/items", { sku_id = goods.id, qty = qty or 1 })
end

--- From the first look to the confirmation page; the key that its button sends.
---@return string place_key
function visitor:prepare(goods, qty, changes)
  local added = self:add(goods, qty)
  assert(added.status == 303, "add: " .. added.status)
  local form = {}
  for name, value in pairs(visitor.typed) do form[name] = value end
  for name, value in pairs(changes or {}) do form[name] = value end
  local saved = self:post("/checkout", form)
  assert(saved.location == "/checkout/confirm", "checkout: " .. saved.status)
  local page = self:get("/checkout/confirm")
  return assert(page.body:match('name="place_key" value="([^"]+)"'), "no confirmation page: " .. page.status)
end

--- The button.
function visitor:confirm(place_key) return self:post("/checkout/confirm", { place_key = place_key }) end

return visitor
