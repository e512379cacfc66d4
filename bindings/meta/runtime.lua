---@meta runtime
-- What the runtime tells about itself.

local runtime = {}

---The folder of the app/ and templates/ that run: the tree's, or a release's.
---@return string
function runtime.root() end

---The folder that /static/ is served from: always the tree's, whichever release runs.
---@return string
function runtime.static_root() end

---The sha of the release that runs; nil for the tree's own logic, and in a command.
---@return string|nil
function runtime.release() end

---Holds something against the version that runs, while a release is tried: an uncaught error that was answered for, or an
---amount of money that did not add up.
---@param what "thrown"|"money"
function runtime.count(what) end

---@return boolean
function runtime.development() end

---The number of the generation that asks; 0 in a command.
---@return integer
function runtime.generation() end

---The number of the generation that new requests get; nil where there is none: in a command, or while a worker ends.
---@return integer|nil
function runtime.serving() end

---@return boolean  whether this process is a job worker
function runtime.runs_jobs() end

---What this worker is called: "worker 0", "job worker 0"; nil in a command.
---@return string|nil
function runtime.worker() end

---Seconds until what a job worker has under way is to be over; nil while it does not end.
---@return number|nil
function runtime.ending() end

---Why the newest generation was refused, if it was.
---@return string|nil
function runtime.build_error() end

---A setting or its default; raises on a name that is none.
---@param name string
---@return string|nil
function runtime.setting(name) end

---@class runtime.Setting
---@field name string
---@field fallback string|nil
---@field meaning string
---@field secret boolean

---@return runtime.Setting[]
function runtime.settings() end

---What serve would refuse about the environment and CONFIG_FILE; nil when it is nothing, and from here on the file's
---values are taken. Commands only.
---@return string|nil sentence
function runtime.check_settings() end

---What CONFIG_FILE says, unjudged: by the names of settings; empty without one. Commands only.
---@return table<string, string>|nil
---@return string|nil message
function runtime.config_file() end

---The folder DATA_DIR/name, absolute, made if it is missing.
---@param name string a to z
---@return string
function runtime.data(name) end

---A key of 32 bytes derived from SECRET_KEY for this purpose only; nil without a SECRET_KEY.
---@param purpose string
---@return string|nil
function runtime.secret(purpose) end

return runtime
