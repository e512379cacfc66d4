-- The log holds together, and what a superuser does to it is found.

local audit = require "audit"
local crypto = require "crypto"
local database = require "spec.support.database"
local json = require "json"
local pg = require "pg"
local task = require "task"

local function write(action, changes)
  return audit.append { staff = "kim@shop.kr", role = "owner", action = action, kind = "product", subject = "p-1",
    why = "문의 대응", address = "127.0.0.1", agent = "browser", request_id = "R1", changes = changes }
end

-- As who owns the database, past every right and every trigger.
local function tamper(sql) database.execute("SET session_replication_role = replica;\n" .. sql) end

local function copy_of(seq)
  return ("SELECT %s, at, staff_id, staff, role, mall_id, action, kind, subject, whose, why, address, agent, request_id, changes, "
    .. "prev_hash, hash FROM audit_entry WHERE seq = 2"):format(seq)
end

describe("the log", function()
  setup(function() database.fresh() end)
  before_each(function()
    database.execute "TRUNCATE audit_entry; UPDATE audit_head SET seq = 0, hash = decode(repeat('00', 32), 'hex')"
  end)

  it("is sound while it is empty", function()
    assert.same({ sound = true, entries = 0, head = ("00"):rep(32) }, audit.verify())
  end)

  it("numbers its entries without a gap, and says who, what, why and what changed", function()
    for i = 1, 3 do assert.equal(i, write("product.change", { price = { before = 1000, after = 900 } })) end
    local entry = audit.find(2)
    assert.equal("kim@shop.kr", entry.staff)
    assert.equal("product.change", entry.action)
    assert.same({ price = { before = 1000, after = 900 } }, entry.changes)
    assert.is_true(math.abs(os.time() - entry.at) < 60)
    local verdict = audit.verify()
    assert.is_true(verdict.sound, verdict.reason)
    assert.equal(3, verdict.entries)
    assert.equal(audit.find(3).hash, verdict.head)
  end)

  it("leaves no gap where a transaction failed", function()
    write "staff.invite"
    pg.tx(function(tx)
      audit.append({ staff = "kim@shop.kr", action = "staff.invite" }, tx)
      return nil, { code = "spec.refused" }
    end)
    assert.equal(2, write "staff.invite")
    assert.is_true(audit.verify().sound)
  end)

  it("stays a chain when many write at once", function()
    local handles = {}
    for i = 1, 20 do handles[i] = task.spawn(function() write "member.view" end) end
    for _, handle in ipairs(handles) do handle:join() end
    local verdict = audit.verify()
    assert.is_true(verdict.sound, verdict.reason)
    assert.equal(20, verdict.entries)
  end)

  it("masks what is somebody's, and shows no secret at all", function()
    write("member.change", { email = { before = "hana@shop.kr", after = "du@shop.kr" }, name = { before = "김하나", after = "김두나" },
      phone = "01012345678", depositor = { "김하나", "김두나" }, qty = { json.null, 3 }, password = { before = "a", after = "b" },
      grade = { before = "basic", after = "gold" } })
    assert.same({ email = { before = "h***@shop.kr", after = "d***@shop.kr" }, name = { before = "김***", after = "김***" },
      phone = "0***", depositor = { before = "김***", after = "김***" }, qty = { before = json.null, after = 3 },
      password = { before = "***", after = "***" }, grade = { before = "basic", after = "gold" } }, audit.find(1).changes)
  end)

  it("cannot be changed by the application", function()
    write "staff.invite"
    for _, sql in ipairs { "UPDATE audit_entry SET why = ''", "DELETE FROM audit_entry", "TRUNCATE audit_entry",
      "UPDATE audit_head SET seq = 0", "DELETE FROM audit_head" } do
      local done, _, sqlstate = pg.query(sql)
      assert.is_nil(done)
      assert.equal("42501", sqlstate, sql)
    end
  end)

  it("gives who writes no say in the number, the moment and the hash", function()
    pg.write([[INSERT INTO audit_entry (seq, at, staff, action, prev_hash, hash) VALUES (77, '2001-01-01', 'kim', 'staff.invite',
      decode(repeat('11', 32), 'hex'), decode(repeat('22', 32), 'hex'))]])
    local entry = audit.find(1)
    assert.is_true(entry.at > 1700000000)
    assert.is_true(audit.verify().sound)
  end)

  describe("that somebody tampers with", function()
    local noted

    before_each(function()
      for i = 1, 6 do write("product.change", { price = { before = i, after = i + 1 } }) end
      noted = { seq = 6, hash = audit.verify().head }
    end)

    local function broken(sql, with)
      tamper(sql)
      local verdict = audit.verify(with)
      assert.is_false(verdict.sound)
      return verdict.broken, verdict.reason
    end

    for _, change in ipairs { "why = '다른 까닭'", "staff = 'lee@shop.kr'", "at = at + interval '1 second'", "action = 'product.view'",
      [[changes = '{"price": {"before": 3, "after": 9}}']], "whose = 'member'", "address = '10.0.0.1'", "mall_id = uuid7()" } do
      it("shows the entry whose " .. change:match("^%w+") .. " was changed", function()
        assert.equal(3, (broken(("UPDATE audit_entry SET %s WHERE seq = 3"):format(change))))
      end)
    end

    it("shows where one was removed", function()
      local seq, reason = broken "DELETE FROM audit_entry WHERE seq = 4"
      assert.equal(4, seq)
      assert.equal("missing", reason)
    end)

    it("shows one that was changed and hashed anew, by the one after it", function()
      local entry = pg.row [[SELECT prev_hash, jsonb_build_array(1, seq, extract(epoch FROM at), staff_id, 'lee@shop.kr', role, mall_id,
        action, kind, subject, whose, why, address, agent, request_id, changes)::text AS content FROM audit_entry WHERE seq = 3]]
      local hash = crypto.hex(crypto.sha256(entry.prev_hash .. entry.content))
      local seq, reason = broken(("UPDATE audit_entry SET staff = 'lee@shop.kr', hash = '\\x%s' WHERE seq = 3"):format(hash))
      assert.equal(4, seq)
      assert.equal("unlinked", reason)
    end)

    it("shows one that was put in between", function()
      assert.equal(4, (broken("UPDATE audit_entry SET seq = seq + 100 WHERE seq > 3; UPDATE audit_entry SET seq = seq - 99 WHERE seq > 100; "
        .. "INSERT INTO audit_entry " .. copy_of(4))))
    end)

    it("shows two that changed places", function()
      assert.equal(3, (broken [[UPDATE audit_entry SET seq = 99 WHERE seq = 3; UPDATE audit_entry SET seq = 3 WHERE seq = 4;
        UPDATE audit_entry SET seq = 4 WHERE seq = 99]]))
    end)

    it("shows an end that was cut off", function()
      local seq, reason = broken "DELETE FROM audit_entry WHERE seq > 4"
      assert.equal(5, seq)
      assert.equal("cut", reason)
    end)

    it("shows an end that was cut off with all traces of it, by the head that was noted", function()
      tamper [[DELETE FROM audit_entry WHERE seq > 4; UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_entry WHERE seq = 4)]]
      assert.is_true(audit.verify().sound)
      local verdict = audit.verify(noted)
      assert.is_false(verdict.sound)
      assert.equal(5, verdict.broken)
      write "product.change"
      write "product.change"
      assert.equal(6, audit.verify(noted).broken)
    end)
  end)
end)
