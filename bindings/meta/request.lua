---@meta
-- The request that app/boot.lua's `handle` is given; see runtime/request_lua.c. Every method raises "request is over" once
-- the answer has been given.

---@class request
local request = {}

---@alias request.Pairs table<string, string|string[]> a name that came more than once has a list

---@class request.File
---@field filename string
---@field type string as the browser said
---@field path string a temporary file that goes with the request
---@field size integer

---@return string
function request:method() end

---As sent: begins with / and is still percent-encoded.
---@return string
function request:path() end

---As sent, "" when there is none.
---@return string
function request:query() end

---Ten letters and digits that a shopper can read out.
---@return string
function request:id() end

---The client's address, behind trusted proxies.
---@return string
function request:ip() end

---In lower case, without its port.
---@return string
function request:host() end

---@return "http"|"https"
function request:scheme() end

---@param name string in any case
---@return string|nil
function request:header(name) end

---@return table<string, string> names in lower case
function request:headers() end

---@return request.Pairs
function request:args() end

---@return request.Pairs
function request:form() end

---@return table<string, request.File[]>
function request:files() end

---@return table<string, string>
function request:cookies() end

---@return string|nil
function request:body() end

---Ends the request with 503 that many milliseconds from now; 0 takes the deadline off.
---@param milliseconds number
function request:deadline(milliseconds) end

---A field of the access log's line.
---@param name string a to z and _
---@param value string
function request:note(name, value) end
