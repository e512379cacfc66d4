-- Which contents were found sound where they lie, by path and sum. Of a thousand files a release changes a few: who looks at
-- one release after the other, as a node does, judges each content once.

local rules = require "release.rules"

local soundness = {}

local MOST = 4 * rules.LIMITS.files

local sound, count = {}, 0

--- Takes the contents of these files for sound: they were judged here, or by somebody who is trusted.
---@param files release.entry[]
function soundness.presume(files)
  if count > MOST then sound, count = {}, 0 end
  for _, file in ipairs(files) do
    local name = file.path .. file.sha256
    if not sound[name] then sound[name], count = true, count + 1 end
  end
end

---@param file release.file
---@return boolean
function soundness.is_known(file) return file.sha256 ~= nil and sound[file.path .. file.sha256] == true end

return soundness
