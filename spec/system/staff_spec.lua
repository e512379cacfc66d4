-- Staff and their log from a shell: the real binary, as somebody at a terminal runs it.

local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local process = require "process"
local shop = require "spec.app.shop"

local binary = fs.realpath("/proc/self/exe")
local address

local function run(...)
  local code, out, err = process.run { argv = { binary, ... }, stdin = "null",
    env = { DATABASE_URL = address, SECRET_KEY = ("k"):rep(40), CONFIG_FILE = false, ADMIN_HOST = false } }
  return code, out, err
end

local function said(...)
  local code, out, err = run(...)
  assert.equal(0, code, err)
  return out
end

local function refused(...)
  local code, _, err = run(...)
  assert.equal(1, code)
  return err
end

describe("staff from a shell", function()
  setup(function()
    address = database.fresh()
    shop.add { { code = "apple" } }
  end)

  it("begins with the first owner's link, which is printed anew as long as there is none", function()
    local link = said("staff", "first-owner", "--base", "http://localhost:8080/")
    assert.matches("^http://localhost:8080/admin/join%?token=[%w_-]+\n$", link)
    assert.not_equal(link, said("staff", "first-owner", "--base", "http://localhost:8080/"))
    assert.matches("^https://shop%.test/admin/join", said("staff", "first-owner"))
    assert.equal("1", (database.execute("SELECT count(*) FROM staff_invite"):match "%d+"))
  end)

  it("invites with a role of the matrix, for one mall if told", function()
    assert.matches("^https://shop%.test/admin/join%?token=", said("staff", "invite", "duri@shop.kr", "--role", "cs", "--mall", "shop"))
    assert.matches("no role", refused("staff", "invite", "duri@shop.kr", "--role", "boss"))
    assert.matches("no mall", refused("staff", "invite", "duri@shop.kr", "--role", "cs", "--mall", "nowhere"))
    assert.matches("whom", refused("staff", "invite", "--role", "cs"))
  end)

  it("lists, resets and closes accounts, but not the last owner's, and says who at which shell it was", function()
    database.execute [[
      INSERT INTO staff (email, name, password_hash) VALUES ('hana@shop.kr', '김하나', '!'), ('duri@shop.kr', '이두리', '!');
      INSERT INTO staff_role (staff_id, role) SELECT id, CASE email WHEN 'hana@shop.kr' THEN 'owner' ELSE 'cs' END FROM staff]]
    assert.matches("hana@shop.kr  김하나  owner  active  none yet", said("staff", "list"))
    assert.equal("", said("staff", "first-owner"))
    assert.matches("last owner", refused("staff", "disable", "hana@shop.kr"))
    said("staff", "reset-totp", "duri@shop.kr", "-m", "휴대폰 분실")
    said("staff", "disable", "duri@shop.kr")
    local person = json.decode(said("staff", "list", "--json"):match "[^\n]*duri[^\n]*")
    assert.same({ "disabled", false, { "cs" } }, { person.status, person.second_factor, person.roles })
    local log = said("audit", "list", "--action", "staff.reset_totp")
    assert.matches("shell:[%w_-]+@", log)
    assert.matches("휴대폰 분실", log)
  end)

  it("proves the log, and names the first entry that is not what was written", function()
    local out = said("audit", "verify")
    assert.matches("^ok  %d+ entries", out)
    local head = out:match "head  (%d+:%x+)"
    said("audit", "verify", "--head", head)
    local before = json.decode(said("audit", "verify", "--json"))
    assert.is_true(before.sound)
    assert.equal(head, before.head)
    database.execute [[SET session_replication_role = replica; DELETE FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry);
      UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1)]]
    said("audit", "verify")
    local code, cut = run("audit", "verify", "--head", head)
    assert.equal(1, code)
    assert.matches("BROKEN  entry " .. head:match "^%d+" .. ": the end was cut off", cut)
    database.execute "SET session_replication_role = replica; UPDATE audit_entry SET why = 'x' WHERE seq = 2"
    code, cut = run("audit", "verify", "--json")
    assert.equal(1, code)
    assert.equal(2, json.decode(cut).broken)
    assert.matches("NUMBER:HASH", refused("audit", "verify", "--head", "nonsense"))
  end)
end)
