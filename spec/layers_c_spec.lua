-- Who may know whom in C: the runtime knows no binding (only lua.c names them, and by their names alone); a binding knows
-- the runtime, binding.h, its own files, and how JSON is read (PostgreSQL's columns hold it, too). Read from every #include
-- there is.

local fs = require "fs"

local root = require("runtime").root()

local common = { ["binding.h"] = true, ["json_push.h"] = true }

local function read_tree(folder, prefix, files, kind)
  for _, name in ipairs(assert(fs.list(folder))) do
    local path = folder .. "/" .. name
    if fs.stat(path).type == "directory" then
      read_tree(path, prefix .. name .. "/", files, kind)
    elseif name:find(kind or "%.[ch]$") then
      files[prefix .. name] = assert(fs.read(path))
    end
  end
  return files
end

-- The binding that a file belongs to: pg_pool.c is pg's, imager/work.c is image's.
local function binding_of(path)
  return path:match("^bindings/(imager)/") and "image" or path:match("^bindings/([^_./]+)")
end

local function by_name(files, folder)
  local found = {}
  for path in pairs(files) do
    if path:find("^" .. folder .. "/") then found[path:match("[^/]+$")] = path end
  end
  return found
end

--- What is wrong with the includes of a set of files.
---@param files table<string, string>  source by path below the root
---@return string[] complaints  "path includes header: …"
local function judge(files)
  local complaints = {}
  local runtime, bindings = by_name(files, "runtime"), by_name(files, "bindings")
  for path, source in pairs(files) do
    for header in ("\n" .. source):gmatch('\n%s*#%s*include%s+"([^"]+)"') do
      local function complain(why) complaints[#complaints + 1] = ("%s includes %s: %s"):format(path, header, why) end
      local name = header:match("[^/]+$")
      if not runtime[name] and not bindings[name] then
        complain("there is no such header")
      elseif path:find("^runtime/") then
        if not runtime[name] then complain("the runtime knows no binding") end
      elseif not common[name] and bindings[name] and binding_of(bindings[name]) ~= binding_of(path) then
        complain("bindings know nothing of each other")
      end
    end
    if path:find("^runtime/") and path ~= "runtime/lua.c" then
      for name in source:gmatch("%f[%w_]luaopen_([%w_]+)%s*%(") do
        if by_name(files, "bindings")[name:gsub("_core$", "") .. ".c"] then
          complaints[#complaints + 1] = ("%s opens %s: only lua.c names bindings"):format(path, name)
        end
      end
    end
  end
  table.sort(complaints)
  return complaints
end

local sources = read_tree(root .. "/bindings", "bindings/", read_tree(root .. "/runtime", "runtime/", {}))

describe("the layers of the C sources", function()
  it("are kept", function() assert.same({}, judge(sources)) end)

  local own = { ["runtime/task.h"] = "", ["bindings/binding.h"] = "", ["bindings/pg.h"] = "", ["bindings/text_escape.h"] = "",
    ["bindings/image_wire.h"] = "", ["bindings/text.c"] = "" }

  local function with(path, source)
    local files = { [path] = source }
    for name, text in pairs(own) do files[name] = files[name] or text end
    return files
  end

  local crossings = {
    ["a runtime that knows a binding"] = { "runtime/worker.c", '#include "pg.h"' },
    ["a runtime that opens a binding by itself"] = { "runtime/vm.c", "luaopen_text(L);" },
    ["a binding that knows another"] = { "bindings/redis.c", '#include "pg.h"' },
    ["a binding that knows a part of another"] = { "bindings/pg_value.c", '# include "text_escape.h"' },
    ["the picture helper that knows another binding"] = { "bindings/imager/work.c", '#include "pg.h"' },
    ["a header that is nowhere"] = { "bindings/pg.c", '#include "gp.h"' },
  }
  for title, crossing in pairs(crossings) do
    it("would show " .. title, function() assert.equal(1, #judge(with(unpack(crossing)))) end)
  end

  it("allow what the design allows", function()
    for path, source in pairs {
      ["runtime/lua.c"] = '#include "task.h"\nluaopen_text(L);',
      ["bindings/pg_pool.c"] = '#include "pg.h"\n#include "binding.h"\n#include "task.h"\n#include <libpq-fe.h>',
      ["bindings/imager/work.c"] = '#include "image_wire.h"',
    } do
      assert.same({}, judge(with(path, source)))
    end
  end)
end)

describe("every C file", function()
  -- A source whose first line is its own header has said it there.
  it("says at its top what it is about", function()
    for path, source in pairs(sources) do
      local header = path:gsub("c$", "h")
      local named = source:match('^#include "([^"]+)"') == header:match("[^/]+$") and sources[header] or source
      assert.is_truthy(named:find("^/%*"), path .. " begins without a word")
    end
  end)

  -- The runtime answers when the shop cannot: it does not know what became of an order, and must not say.
  it("says nothing of orders, payments or goods to people", function()
    for path, source in pairs(sources) do
      for _, word in ipairs { "주문", "결제", "장바구니", "상품", "배송" } do
        assert.is_nil(source:find(word, 1, true), path .. " speaks of " .. word)
      end
    end
  end)

  -- A Lua half may call what its C half exports, by FFI.
  it("declares to others only what another file calls", function()
    local code, declared, unused = read_tree(root .. "/bindings", "bindings/", {}, "%.lua$"), {}, {}
    for path, source in pairs(sources) do
      code[path] = source:gsub("/%*.-%*/", "")
      for line in (path:find("%.h$") and code[path] or ""):gmatch("[^\n]+") do
        local name = line:match("^%l[%w_ ]*[ %*]([%l%d_]+)%(")
        if name and not line:find("^static ") and not line:find("^typedef ") then declared[name] = path:match("^(.*)%.h$") end
      end
    end
    for name, own in pairs(declared) do
      local called = false
      for path, source in pairs(code) do
        if path ~= own .. ".h" and path ~= own .. ".c" and source:find("%f[%w_]" .. name .. "%f[^%w_]") then called = true end
      end
      if not called then unused[#unused + 1] = own .. ".h: " .. name end
    end
    table.sort(unused)
    assert.same({}, unused)
  end)

  it("is short enough to be read at one sitting", function()
    for path, source in pairs(sources) do
      local _, lines = source:gsub("\n", "")
      assert.is_true(lines <= 500, path .. " has " .. lines .. " lines")
    end
  end)

  it("is named after what it is, not after being of use", function()
    for path in pairs(sources) do
      for _, name in ipairs { "util", "helper.[ch]", "common", "misc", "manager" } do
        assert.is_nil(path:match("[^/]*$"):find("^" .. name), path)
      end
    end
  end)
end)
