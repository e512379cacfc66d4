---@meta fetch
-- HTTP requests to other people's servers.

local fetch = {}

---@class fetch.Request
---@field url string http or https, without a user name in it
---@field method? string "GET" by default, "POST" with a body
---@field headers? table<string, string|number>|string[] {Name = value} or {name, value, name, value, …}
---@field body? string its Content-Type is the caller's to say
---@field timeout_ms? integer 10000 by default, for the whole
---@field connect_timeout_ms? integer 3000 by default, name and TLS included
---@field max_bytes? integer of the answer's body once unpacked, 8 MB by default
---@field allow_private? boolean may reach loopback, private and link-local addresses
---@field ca_file? string PEM file of authorities to trust instead of the system's; by default the setting CA_FILE
---@field idempotent? boolean may be sent twice: true by default but for POST and PATCH

---@class fetch.Answer
---@field status integer redirects are answers like any other
---@field headers table<string, string> names in lower case; repeated ones joined by ", ", set-cookie by "\n"
---@field body string

---Waits. Codes when surely nothing was done at the other side: "resolve", "connect", "tls", "refused_address", "protocol"
---(no such URL can be asked for; or the answer was no HTTP). When it may have been done: "timeout", "broken", "too_large".
---@param request fetch.Request
---@return fetch.Answer? answer, string? message, string? code
function fetch.request(request) end

return fetch
