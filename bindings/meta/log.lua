---@meta log
-- One JSON line a call: `event` a short dotted name, `fields` flat. The running request's id is added.

local log = {}

---@alias log.Fields table<string, string|number|boolean>

---@param event string
---@param fields? log.Fields
function log.debug(event, fields) end

---@param event string
---@param fields? log.Fields
function log.info(event, fields) end

---@param event string
---@param fields? log.Fields
function log.warn(event, fields) end

---@param event string
---@param fields? log.Fields
function log.error(event, fields) end

return log
