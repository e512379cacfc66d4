-- What a grade is called; one that the ladder does not know any more is called by its name.

local labels = {}
for _, grade in ipairs(require "member.grades") do labels[grade.name] = grade.label end

---@param name string
---@return string
return function(name) return labels[name] or name end
