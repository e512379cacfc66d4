-- What the pages about staff show: people with their roles in words, the malls a role can be for, invitations, networks.

local mall = require "mall"
local staff = require "staff"

local show_staff = {}

local function mall_names()
  local names = {}
  for _, one in ipairs(mall.all()) do names[one.id] = one.name end
  return names
end

local function role_words(role, names)
  local where = role.mall_id and (names[role.mall_id] or "없어진 가게") or "모든 가게"
  local label = role.role == staff.NO_ROLE and "비밀번호 링크" or staff.role_label(role.role)
  return { role = role.role, label = label, mall_id = role.mall_id, mall = where }
end

local function person_view(person, names)
  local roles = {}
  for i, role in ipairs(person.roles) do roles[i] = role_words(role, names) end
  return { id = person.id, email = person.email, name = person.name, active = person.status == "active",
    enrolled = person.enrolled,
    roles = roles, sessions = person.sessions, recovery_left = person.recovery_left, seen_at = person.seen_at,
    created_at = person.created_at, url = "/admin/staff/" .. person.id }
end

--- Everybody, and who is invited.
---@return { people: table[], invites: table[], networks: table[] }
function show_staff.list()
  local names, view = mall_names(), { people = {}, invites = {}, networks = staff.network.list() }
  for i, person in ipairs(staff.list()) do view.people[i] = person_view(person, names) end
  for i, invite in ipairs(staff.invite.list()) do
    view.invites[i] = { id = invite.id, email = invite.email, role = role_words(invite, names),
      invited_by = invite.invited_by,
      expires_at = invite.expires_at }
  end
  return view
end

--- One of them; nil when there is no such person.
---@param id string
---@return table|nil
function show_staff.one(id)
  local found
  for _, person in ipairs(staff.list()) do
    if person.id == id then found = person end
  end
  if not found then return nil end
  local view = person_view(found, mall_names())
  view.devices = {}
  for i, one in ipairs(staff.session.list(id)) do
    view.devices[i] = { id = one.id, address = one.address, device = staff.describe_agent(one.agent),
      created_at = one.created_at,
      seen_at = one.seen_at }
  end
  return view
end

--- What a role can be, and where, for a form's choices.
---@return { roles: table[], malls: table[] }
function show_staff.choices()
  local choices = { roles = {}, malls = { { value = "", label = "모든 가게" } } }
  for i, role in ipairs(staff.permissions.roles) do
    choices.roles[i] = { value = role.name, label = role.label, note = role.says }
  end
  for _, one in ipairs(mall.all()) do choices.malls[#choices.malls + 1] = { value = one.id, label = one.name } end
  return choices
end

--- The same for somebody who has roles: none is one of them.
---@return { value: string, label: string }[]
function show_staff.role_options()
  local options = show_staff.choices().roles
  options[#options + 1] = { value = "none", label = "역할 없음" }
  return options
end

--- The matrix as a table: a row an area.
---@return { roles: table[], rows: table[] }
function show_staff.matrix()
  local words = { write = "쓰기", read = "보기", ["-"] = "", yes = "가능" }
  local view = { roles = staff.permissions.roles, rows = {} }
  for _, list in ipairs { staff.permissions.areas, staff.permissions.others } do
    for _, area in ipairs(list) do
      local row = { label = area[2], everywhere = area.everywhere or false, cells = {} }
      for i = 1, #view.roles do row.cells[i] = { kind = area[2 + i], text = words[area[2 + i]] } end
      view.rows[#view.rows + 1] = row
    end
  end
  return view
end

return show_staff
