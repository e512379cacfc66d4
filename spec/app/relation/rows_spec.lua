local address = require "relation.rules.address"
local database = require "spec.support.database"
local pg = require "pg"
local probe = require "spec.app.relation.probe"
local relation = require "relation"

-- Whatever a migration adds is covered by this as it is.
describe("every table of the schema", function()
  local catalog, owner

  setup(function()
    local name = database.create_seeded()
    pg.use(database.address(name, "sijang"))
    pg.write "INSERT INTO staff (id, email, name, password_hash) VALUES ('00000000-0000-7000-8000-000000000001', 'o@sijang.test', '주인', '!')"
    pg.write "INSERT INTO staff_role (staff_id, role) VALUES ('00000000-0000-7000-8000-000000000001', 'owner')"
    local secret = ("s"):rep(32)
    pg.write([[INSERT INTO staff_session (secret_hash, staff_id, stage, address, agent, proved_at, expires_at)
      VALUES ($1, '00000000-0000-7000-8000-000000000001', 'open', '127.0.0.1', 'spec', now(), now() + interval '1 hour')]],
      pg.bytea(require("crypto").sha256(secret)))
    pg.use(database.address(name))
    catalog = relation.catalog()
    owner = require "spec.app.web.shopper"(require "boot")
    owner.cookies.sijang_staff = require("crypto").base64url(secret)
  end)

  local function get(url)
    local status, html = owner:get(url)
    assert.equal(200, status, url .. "\n" .. html)
    return html
  end

  it("can be listed, whole and in every order", function()
    assert.is_true(#catalog.list > 30)
    for _, one in ipairs(catalog.list) do
      get(address.of(one.name, nil, { { "malls", "all" } }))
      get(address.of(one.name, nil, { { "malls", "all" }, { "all", "1" } }))
      get(address.of(one.name, "history"))
      for _, column in ipairs(one.columns) do
        local page = relation.page(catalog, one, { columns = one.columns, order = { column = column.name, down = true }, limit = 2, longest = 20 })
        if page.more and one.key then
          relation.page(catalog, one, { columns = one.columns, order = { column = column.name }, after = page.rows[2].key, limit = 2, longest = 20 })
        end
      end
    end
  end)

  it("shows its first row, with a form where it may be changed", function()
    local opened = 0
    for _, one in ipairs(catalog.list) do
      if one.may_insert then get(address.of(one.name, "new")) end
      local page = relation.page(catalog, one, { columns = one.columns, order = {}, limit = 1, longest = 80 })
      local row = page.rows[1]
      if row and row.key then
        opened = opened + 1
        assert.same(row.key, relation.find(catalog, one, row.key).key, one.name)
        get(address.row(one.name, row.key))
        if one.may_update then
          -- a form that is sent back as it came changes nothing, whatever types the columns have
          local form = probe.fill(get(address.row(one.name, row.key, "edit")))
          local status, html = owner:post(address.of(one.name, "edit"), form)
          assert.equal(422, status, one.name)
          assert.matches("바뀐 것이 없어요", html, 1, true)
        end
        if one.may_delete then get(address.row(one.name, row.key, "delete")) end
      end
    end
    assert.is_true(opened > 20)
  end)

  -- What looks like a secret or like personal data is hidden, or stands in the list of exceptions with a reason.
  it("shows no hash, key, token or password that nobody has thought about", function()
    local shown = {}
    for _, one in ipairs(catalog.list) do
      for _, column in ipairs(one.columns) do
        local suspect = column.name:find "hash" or column.name:find "secret" or column.name:find "token" or column.name:find "password"
          or column.name:find "cipher" or column.name:find "sealed" or column.name:find "encrypted"
        if suspect and column.hidden ~= "secret" and (column.kind == "text" or column.kind == "bytes" or column.kind == "json") then
          shown[#shown + 1] = one.name .. "." .. column.name
        end
      end
    end
    -- links of a chain that is there to be looked at; digests of what was asked, which is personal and hidden
    table.sort(shown)
    assert.same({ "audit_entry.hash", "audit_entry.prev_hash", "audit_head.hash", "idempotency.request_hash", "order.quote_hash" }, shown)
  end)
end)
