---@meta fs
-- Files, for commands and for the loading of a generation: every call blocks, so in a request they raise.
-- Failures return nil, message, code with the errno's name as code ("ENOENT").

local fs = {}

---@class fs.Stat
---@field type "file"|"directory"|"link"|"socket"|"fifo"|"other"
---@field size integer bytes
---@field mtime number epoch seconds
---@field mode integer permission bits
---@field uid integer
---@field gid integer

---@class fs.Lock an exclusive lock; given back when released, collected, or when the process ends
local Lock = {} -- luacheck: ignore 241
function Lock:release() end

---@param path string
---@return fs.Stat? stat, string? message, string? code
function fs.stat(path) end

---The link itself, where stat follows it.
---@param path string
---@return fs.Stat? stat, string? message, string? code
function fs.lstat(path) end

---@param path string
---@return string[]? names sorted, without . and ..
---@return string? message, string? code
function fs.list(path) end

---@param path string
---@param mode? integer 0755 by default
---@param parents? boolean make what is missing above it; an existing folder is no error then
---@return true? ok, string? message, string? code
function fs.mkdir(path, mode, parents) end

---Never follows a link.
---@param path string
---@param recursive? boolean
---@return true? ok, string? message, string? code
function fs.remove(path, recursive) end

---@param from string
---@param to string
---@return true? ok, string? message, string? code
function fs.rename(from, to) end

---@param from string
---@param to string
---@return true? ok, string? message, string? code
function fs.link(from, to) end

---@param target string
---@param path string
---@return true? ok, string? message, string? code
function fs.symlink(target, path) end

---@param path string
---@return string? target, string? message, string? code
function fs.readlink(path) end

---@param path string
---@return string? path, string? message, string? code
function fs.realpath(path) end

---@param path string
---@param max_bytes? integer
---@return string? data, string? message, string? code
function fs.read(path, max_bytes) end

---Atomic and durable: a reader sees the old file or the new one.
---@param path string
---@param data string
---@param mode? integer 0644 by default
---@return true? ok, string? message, string? code
function fs.write(path, data, mode) end

---@param path string
---@param data string
---@param mode? integer 0644 by default, when it is made
---@return true? ok, string? message, string? code
function fs.append(path, data, mode) end

---@param path string
---@param mode integer
---@return true? ok, string? message, string? code
function fs.chmod(path, mode) end

---@param path string
---@param uid integer
---@param gid integer
---@return true? ok, string? message, string? code
function fs.chown(path, uid, gid) end

---A new 0700 folder in `folder`, else under TMPDIR or /tmp.
---@param prefix string
---@param folder string|nil
---@return string? path, string? message, string? code
function fs.temp(prefix, folder) end

---@param path string
---@return integer? bytes left on its file system for this user
---@return string? message, string? code
function fs.free(path) end

---Never waits.
---@param path string made if it is not there, and left there
---@return fs.Lock? lock, string? message, string? code "EAGAIN" when another process has it
function fs.lock(path) end

return fs
