-- Which of the back office's pages somebody sees in its navigation, and which of them is open.

local rules = {}

---@class admin.item
---@field label string
---@field icon string
---@field route string          its name in routes.lua
---@field permission string|nil nil: whoever is logged in
---@field key string|nil        opens it after g
---@field also string|nil       other addresses that are open as it
---@field exact boolean|nil     it is open only at its own address, not at those below

local function below(path, url) return path:sub(1, #url + 1) == url .. "/" end

--- The navigation of one person.
---@param groups { label: string|nil, items: admin.item[] }[]
---@param may fun(permission: string): boolean
---@param url_of fun(route: string): string
---@param path string  what is open
---@return { label: string|nil, items: { label: string, icon: string, url: string, key: string|nil, active: true|nil }[] }[]
function rules.menu(groups, may, url_of, path)
  local menu, open, length = {}, nil, 0
  for _, group in ipairs(groups) do
    local items = {}
    for _, item in ipairs(group.items) do
      if not item.permission or may(item.permission) then
        local shown = { label = item.label, icon = item.icon, url = url_of(item.route), key = item.key }
        items[#items + 1] = shown
        -- of two that lie on the way the nearer one
        local on_the_way = path == shown.url or not item.exact and below(path, shown.url)
          or item.also and below(path, item.also)
        if on_the_way and #shown.url > length then open, length = shown, #shown.url end
      end
    end
    if #items > 0 then menu[#menu + 1] = { label = group.label, items = items } end
  end
  if open then open.active = true end
  return menu
end

return rules
