---@meta process
-- Programs that a command starts and follows. Failures return nil, message, code with the errno's name as code.

local process = {}

---@class process.Program
---@field argv (string|number)[] program and arguments; found by the PATH of the environment it gets
---@field env? table<string, string|number|false> what to set, and with false what to take away; the rest is ours
---@field cwd? string
---@field stdin? string "inherit", "null" or a path
---@field stdout? string "inherit", "null" or a path to append to
---@field stderr? string the same, or "stdout"
---@field detach? boolean a session of its own
---@field user? string become this user (root only)
---@field die_with_parent? boolean TERM when we end, however we end

---@class process.Run: process.Program
---@field input? string for its standard input
---@field timeout_ms? integer killed after that: code "timeout"

---@class process.Handle
---@field pid integer
local Handle = {} -- luacheck: ignore 241

---Waits.
---@param milliseconds? integer
---@return integer? code 128 + n when signal n ended it
---@return string? signal "TERM"; or "timeout"
---@return string? error "timeout"
function Handle:wait(milliseconds) end

---@param program process.Program
---@return process.Handle? handle, string? message, string? code
function process.spawn(program) end

---Waits for the program's exit. Outputs are captured, up to 16 MB each (past that: "too_large").
---@param program process.Run
---@return integer? code, string stdout, string stderr, string? signal
function process.run(program) end

---@param pid integer negative: a process group
---@param signal string "TERM", "KILL", …; "0" only asks
---@return true? ok, string? message, string? code
function process.kill(pid, signal) end

---@param pid integer
---@return boolean
function process.alive(pid) end

---This process becomes that program; returns only when it cannot.
---@param argv (string|number)[]
---@param env? table<string, string|number|false>
---@return nil, string message, string code
function process.exec(argv, env) end

---@param name string "INT", "TERM", …
---@param fn? fun(name: string) runs as a task; nil brings the default back
function process.on_signal(name, fn) end

---@return integer
function process.pid() end

---@return integer
function process.uid() end

---@param who string|integer name or number
---@return {name: string, uid: integer, gid: integer, home: string}?
function process.user(who) end

---For us and for what we start later.
---@param name string
---@param value? string nil takes it away
function process.setenv(name, value) end

return process
