-- A route asks for a permission, and the flow that does the work asks again: read from the sources, so that a flow which
-- forgets is found before anybody wires a second page to it.

local fs = require "fs"

local root = require("runtime").root() .. "/app"

-- Flows of the back office that need no permission, and why.
local excused = {
  log_in_staff = "how people come in, before they may anything",
  enrol_staff = "one's own telephone",
  change_own_account = "one's own account",
  preview_product = "changes nothing; who has the signed link may look",
  offered_malls = "says where one has a role",
  save_form = "calls the flow that asks",
  keep_view = "one's own lists",
  record_audit = "writes down what another flow did",
  require_permission = "asks",
}

local function admin_files(folder, found)
  for _, name in ipairs(fs.list(folder)) do
    local path = folder .. "/" .. name
    if fs.stat(path).type == "directory" then admin_files(path, found) elseif name == "admin.lua" then found[#found + 1] = path end
  end
  return found
end

-- Shows and looks change nothing; the route is enough for them.
local function only_looks(flow)
  local verb = flow:match "^%l+"
  return verb == "show" or verb == "search" or verb == "check"
end

local function unguarded(source, read)
  local list = {}
  for flow in source:gmatch "require%s*%(?%s*[\"']flows%.([%w_]+)[\"']" do
    local asks = excused[flow] or only_looks(flow) or read(flow):find("flows.require_permission", 1, true)
    if not asks then list[#list + 1] = flow end
  end
  return list
end

describe("every flow that the back office's pages call", function()
  it("asks for its permission itself", function()
    local count = 0
    for _, path in ipairs(admin_files(root, {})) do
      count = count + 1
      local list = unguarded(fs.read(path), function(flow) return fs.read(root .. "/flows/" .. flow .. ".lua") or "" end)
      assert.same({}, list, path)
    end
    assert.is_true(count >= 4)
  end)

  it("would be found if it did not", function()
    local source = 'local change = require "flows.change_price"\nlocal show = require("flows.show_price").run'
    assert.same({ "change_price" }, unguarded(source, function() return "local stock = require 'stock'" end))
    assert.same({}, unguarded(source, function() return 'require "flows.require_permission"' end))
  end)
end)
