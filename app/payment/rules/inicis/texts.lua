-- The texts that hashes are made over. Names in the order of the alphabet, "&" between, values as they are and not as a URL
-- would have them; the hashing itself is the adapter's.

local texts = {}

local function won(amount) return ("%d"):format(amount) end

--- What opens the window of a PC: `signature`.
---@param oid string
---@param price integer
---@param timestamp string
---@return string
function texts.window(oid, price, timestamp)
  return ("oid=%s&price=%s&timestamp=%s"):format(oid, won(price), timestamp)
end

--- … and `verification`, which knows the key.
---@param oid string
---@param price integer
---@param timestamp string
---@param key string
---@return string
function texts.window_with_key(oid, price, timestamp, key)
  return ("oid=%s&price=%s&signKey=%s&timestamp=%s"):format(oid, won(price), key, timestamp)
end

--- What an approval, and what takes it back, is signed over.
---@param token string
---@param timestamp string
---@return string
function texts.approval(token, timestamp) return ("authToken=%s&timestamp=%s"):format(token, timestamp) end

---@param token string
---@param timestamp string
---@param key string
---@return string
function texts.approval_with_key(token, timestamp, key)
  return ("authToken=%s&signKey=%s&timestamp=%s"):format(token, key, timestamp)
end

-- The order of an answer's parts by the last digit of its time.
local ORDER = {
  ["1"] = { "MOID", "mid", "tstamp" }, ["2"] = { "MOID", "tstamp", "mid" }, ["3"] = { "mid", "MOID", "tstamp" },
  ["4"] = { "mid", "tstamp", "MOID" }, ["5"] = { "tstamp", "mid", "MOID" }, ["6"] = { "tstamp", "MOID", "mid" },
  ["7"] = { "TotPrice", "mid", "tstamp" }, ["8"] = { "TotPrice", "tstamp", "mid" }, ["9"] = { "TotPrice", "MOID", "tstamp" },
  ["0"] = { "TotPrice", "tstamp", "MOID" },
}

--- What the `authSignature` of an approval's answer is made over. No key is in it: it finds what was mixed up, not what was
--- forged. nil when the answer has not all of it.
---@param answer table<string, string>
---@return string|nil
function texts.answer(answer)
  local parts = {}
  for i, name in ipairs(ORDER[(answer.tstamp or ""):sub(-1)] or {}) do
    if not answer[name] then return nil end
    parts[i] = name .. "=" .. answer[name]
  end
  return parts[1] and table.concat(parts, "&")
end

--- What P_CHKFAKE of the mobile window and of its net-cancel is made over.
---@param amount integer
---@param oid string
---@param timestamp string
---@param key string
---@return string
function texts.check_fake(amount, oid, timestamp, key) return won(amount) .. oid .. timestamp .. key end

--- What the hash of a call to INIAPI v1 is made over: the key, and then what its kind says.
---@param key string
---@param parts string[]
---@return string
function texts.v1(key, parts) return key .. table.concat(parts) end

--- … of a call to v2: over its data as they are written.
---@param key string
---@param mid string
---@param type string
---@param timestamp string
---@param data string
---@return string
function texts.v2(key, mid, type, timestamp, data) return key .. mid .. type .. timestamp .. data end

--- Data of v2 as JSON without a space, in the order given. Inicis takes every backslash out before it hashes: so there is
--- none in it, nor anything that a writer of JSON would escape.
---@param pairs_in_order { [1]: string, [2]: string|nil }[]  without a value: left out
---@return string
function texts.data(pairs_in_order)
  local parts = {}
  for _, pair in ipairs(pairs_in_order) do
    local value = pair[2]
    if value then parts[#parts + 1] = ('"%s":"%s"'):format(pair[1], (value:gsub('[%z\1-\31"\\\127]', " "))) end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

return texts
