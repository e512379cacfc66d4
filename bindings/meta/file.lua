---@meta file
-- Files without holding up anybody, for what a request has uploaded: the work is done in the thread pool. All wait. Failures
-- return nil, message, code: "too_large", or the errno's name ("ENOENT").

local file = {}

---@param path string
---@param most integer bytes; a larger file is not read at all
---@return string? bytes, string? message, string? code
function file.read(path, most) end

---@param path string
---@return string? hex
---@return integer|string|nil bytes how long it is, or a message
---@return string? code
function file.sha256(path) end

---Copies; the copy appears when it is whole and on the disk. Folders above it are made, a file that is there stays.
---@param from string
---@param to string
---@return true? ok, string? message, string? code
function file.keep(from, to) end

return file
