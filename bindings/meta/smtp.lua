---@meta smtp
-- Mail to an SMTP server.

local smtp = {}

---@class smtp.Request
---@field url string "smtp://host:port" or "smtps://host:port", without a user name; a path is the name we greet with
---@field from string a bare address
---@field to string|string[] bare addresses
---@field message string the whole of it; every line ends in CRLF
---@field user? string
---@field password? string
---@field tls? boolean smtp: true by default: STARTTLS or nothing; false: in the clear
---@field ca_file? string PEM file of authorities to trust instead of the system's; by default the setting CA_FILE
---@field timeout_ms? integer 50000 by default
---@field connect_timeout_ms? integer 10000 by default

---Waits. Codes when surely nothing was accepted: "resolve", "connect", "tls", "auth", "temporary" (4xx), "refused" (5xx),
---"broken" (the connection ended, or time was up, before the message was over), "busy" (too many at once). When it may have
---been: "unknown" (the message went out whole, and the answer never came).
---@param request smtp.Request
---@return {code: integer, reply: string}? answer, string? message, string? code
function smtp.send(request) end

return smtp
