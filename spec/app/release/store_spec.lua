local bundle = require "release.bundle"
local crypto = require "crypto"
local database = require "spec.support.database"
local fs = require "fs"
local made = require "spec.app.release.release"
local release = require "release"
local shop = require "spec.app.shop"
local statement = require "release.rules.statement"
local store = require "release.store"
local task = require "task"

local hana, duri = made.key "hana", made.key "duri"

local function build(changes, facts, key)
  return bundle.sign(assert(bundle.make(made.files(changes), made.facts(facts))), key or hana)
end

local function count(name) return tonumber(database.execute("SELECT count(*) FROM " .. name):match("%d+")) end

local function trust(data, ...)
  fs.mkdir(data .. "/keys")
  for _, key in ipairs { ... } do
    assert(fs.write(("%s/keys/%s.pub"):format(data, key.name),
      ("sijang-public-key %s %s\n"):format(key.name, crypto.base64(key.public))))
  end
end

local function deploy(epoch, sha, mall_id, canary)
  database.execute(([[INSERT INTO deployment (epoch, mall_id, stable, canary, percent, who, why)
    VALUES (%d, %s, '\x%s', %s, %d, 'hana', 'because')]]):format(epoch, mall_id and "'" .. mall_id .. "'" or "NULL", sha,
    canary and "'\\x" .. canary .. "'" or "NULL", canary and 5 or 0))
end

describe("stored releases", function()
  local data

  before_each(function()
    database.fresh()
    data = made.data()
    trust(data, hana, duri)
  end)
  after_each(function() made.restore(data) end)

  it("come back as they went in", function()
    local one = build(nil, { base = ("c"):rep(64) })
    assert.equal("new", store.put(one))
    local back = assert(release.get(one.sha))
    assert.same({ one.sha, one.files, one.contents, one.statement, one.signature },
      { back.sha, back.files, back.contents, back.statement, back.signature })
    assert.equal(bundle.pack(one), bundle.pack(back))
  end)

  it("are kept once, however often they are stored", function()
    local one = build()
    assert.equal("new", store.put(one))
    assert.equal("known", store.put(build()))
    assert.equal("known", store.put(build(nil, { author = "두리", message = "other" })))
    assert.equal(1, count "release")
    assert.equal("김하나 <hana@shop.test>", store.list()[1].author)
  end)

  it("are one row when they are stored at the same moment", function()
    for round = 1, 10 do
      local one, outcomes = build { ["app/round.lua"] = "return " .. round }, { new = 0, known = 0 }
      local handles = {}
      for i = 1, 4 do
        handles[i] = task.spawn(function()
          local outcome = assert(store.put(one))
          outcomes[outcome] = outcomes[outcome] + 1
        end)
      end
      for _, handle in ipairs(handles) do handle:join() end
      assert.same({ new = 1, known = 3 }, outcomes)
      assert.equal(round, count "release")
      assert.equal(round, count "release_signature")
    end
  end)

  it("share contents", function()
    assert(store.put(build()))
    local before = count "release_blob"
    assert(store.put(build { ["app/cart/rules.lua"] = "return 1" }))
    assert.equal(before + 1, count "release_blob")
    assert(store.put(build { ["app/again.lua"] = "return 1" }))
    assert.equal(before + 1, count "release_blob")
    assert.equal("4", (database.execute("SELECT count(*) FROM release_content WHERE sha = (SELECT sha FROM release LIMIT 1)")
      :match("%d+")), "two files of five are the same")
  end)

  it("can be signed again by somebody else, and then outlive a revoked key", function()
    local one = build()
    assert(store.put(one))
    assert.equal("signed", store.put(build(nil, { message = "again" }, duri)))
    assert.equal(2, #store.list()[1].keys)
    assert(release.keys.revoke "duri")
    assert.equal(hana.fingerprint, release.get(one.sha).key)
    assert(release.keys.revoke "hana")
    local _, fault = release.get(one.sha)
    assert.equal("release.revoked_key", fault.code)
  end)

  it("are not believed because they are there", function()
    local one = build()
    assert(store.put(one))
    -- somebody who may write to the database
    database.execute("UPDATE release_blob SET packed = '\\x" .. crypto.hex(require("zstd").compress "os.exit()") .. "'")
    assert.equal("release.damaged", select(2, release.get(one.sha)).code)
    database.execute "UPDATE release_blob SET packed = '\\x00'"
    assert.equal("release.damaged", select(2, release.get(one.sha)).code)
    database.execute "UPDATE release_signature SET statement = replace(statement, 'rules', 'ruled')"
    assert.equal("release.forged", select(2, release.get(one.sha)).code)
    database.execute "DELETE FROM release_signature"
    assert.equal("release.not_found", select(2, release.get(one.sha)).code)
  end)

  it("are fetched but for what the release before has on this disk, which is verified anew", function()
    local one, two = build(), build { ["app/cart/init.lua"] = "return 2\n" }
    assert(store.put(one))
    assert(store.put(two))
    local first = assert(release.obtain(one.sha))
    database.execute(([[UPDATE release_blob SET packed = '\x00' WHERE sha256 IN
      (SELECT sha256 FROM release_content WHERE sha = '\x%s')]]):format(one.sha))
    local second = assert(release.obtain(two.sha))
    assert.equal("return 2\n", fs.read(second .. "/app/cart/init.lua"))
    assert.equal(two.sha, release.kept(two.sha).sha)
    assert.equal("release.damaged", select(2, release.get(two.sha)).code)
    fs.remove(second, true)
    assert(fs.write(first .. "/app/boot.lua", "os.exit()\n"))
    assert.equal("release.damaged", select(2, release.obtain(two.sha)).code)
    assert.is_nil(fs.stat(second))
  end)

  it("are presumed to be of sound contents when somebody trusted has signed them", function()
    local odd = { path = "app/odd.lua", sha256 = bundle.hash "this is not Lua", bytes = 15 }
    local function contents_of(key)
      local one = build(nil, nil, key)
      one.files[#one.files + 1] = odd
      table.sort(one.files, function(a, b) return a.path < b.path end)
      one.contents[odd.sha256] = "this is not Lua"
      one.sha = bundle.hash(statement.tree(one.files))
      one.statement = statement.encode(one.facts, one.sha, one.files)
      assert(store.put(bundle.sign(one, key)))
      return one.sha, made.files { ["app/odd.lua"] = "this is not Lua" }
    end
    local sha, files = contents_of(made.key "mallory")
    release.presume(sha)
    assert.equal("release.refused", select(2, bundle.make(files, made.facts())).code)
    database.fresh()
    sha, files = contents_of(hana)
    release.presume(sha)
    assert.equal(sha, bundle.make(files, made.facts()).sha)
    assert.is_nil((bundle.make(made.files { ["app/elsewhere.lua"] = "this is not Lua" }, made.facts())))
  end)

  it("are not believed under another's sha", function()
    local one, other = build(), build { ["app/cart/init.lua"] = "return 1" }
    assert(store.put(one))
    assert(store.put(other))
    database.execute(([[
      UPDATE release_signature SET statement = (SELECT statement FROM release_signature WHERE sha = '\x%s'),
        signature = (SELECT signature FROM release_signature WHERE sha = '\x%s') WHERE sha = '\x%s';
      INSERT INTO release_content SELECT '\x%s', sha256 FROM release_content WHERE sha = '\x%s' ON CONFLICT DO NOTHING]])
      :format(other.sha, other.sha, one.sha, one.sha, other.sha))
    assert.equal("release.damaged: another release is stored under this sha", tostring(select(2, release.get(one.sha))))
  end)

  it("are found by the beginning of their sha", function()
    local one = build()
    assert(store.put(one))
    assert.equal(one.sha, (store.find(one.sha:sub(1, 6))))
    assert.equal(one.sha, (store.find(one.sha:upper())))
    assert.same({ nil, 0 }, { store.find(one.sha:sub(1, 6) == "000000" and "ffffff" or "000000") })
    database.execute "INSERT INTO release SELECT '\\xaa01'::bytea || substr(sha, 3), 'a', '', NULL, 1, 1, 1, 1, now() FROM release"
    database.execute "INSERT INTO release SELECT '\\xaa02'::bytea || substr(sha, 3), 'a', '', NULL, 1, 1, 1, 1, now() FROM release LIMIT 1"
    assert.same({ nil, 2 }, { store.find "aa0" })
  end)

  it("cannot be changed by the application, nor deployments taken back", function()
    local pg = require "pg"
    local one = build()
    assert(store.put(one))
    deploy(1, one.sha)
    for _, sql in ipairs { "UPDATE release SET author = 'x'", "UPDATE release_blob SET packed = ''",
      "UPDATE release_signature SET statement = ''", "DELETE FROM release_signature", "DELETE FROM release_content",
      "UPDATE deployment SET who = 'x'", "DELETE FROM deployment", "UPDATE node_release SET sound = true" } do
      assert.equal("42501", select(3, pg.query(sql)), sql)
    end
    assert.equal("23503", select(3, pg.query "DELETE FROM release")) -- a deployment names it
  end)
end)

describe("what is live", function()
  local data, mall, first, second
  before_each(function()
    mall = shop.open { { code = "apple", name = "사과" } }
    data = made.data()
    trust(data, hana)
    first, second = build(), build { ["app/a.lua"] = "" }
    assert(store.put(first))
    assert(store.put(second))
  end)
  after_each(function() made.restore(data) end)

  it("is nothing at first", function() assert.same({}, { unpack(store.live()) }) end)

  it("is what was deployed last for a mall or for all", function()
    deploy(1, first.sha)
    assert.equal(first.sha, store.live()[1].stable)
    deploy(2, second.sha, mall.id)
    assert.same({ second.sha, 2 }, { store.live()[1].stable, store.live()[1].epoch })
    deploy(3, first.sha, nil, second.sha)
    local live = store.live()[1]
    assert.same({ first.sha, second.sha, 5, "shop", 3 }, { live.stable, live.canary, live.percent, live.code, live.epoch })
  end)

  it("stands beside the release in the list, the newest first", function()
    deploy(1, first.sha, nil, second.sha)
    local list = store.list()
    assert.same({ second.sha, first.sha }, { list[1].sha, list[2].sha })
    assert.same({ "shop" }, { unpack(list[1].canary) })
    assert.same({ "shop" }, { unpack(list[2].live) })
    assert.same({ min = 3, max = 10 }, list[1].schema)
    assert.equal(1, #store.list(1))
  end)

  it("has one row for an epoch", function()
    deploy(1, first.sha)
    assert.has_error(function() deploy(1, second.sha) end)
    assert.has_error(function() deploy(2, second.sha, nil, second.sha) end)
  end)
end)

describe("throwing releases away", function()
  local data
  before_each(function()
    database.fresh()
    data = made.data()
    trust(data, hana)
  end)
  after_each(function() made.restore(data) end)

  it("keeps the newest and what a deployment names, and their contents", function()
    local all = {}
    for i = 1, 6 do
      all[i] = build { ["app/n.lua"] = "return " .. i }
      assert(store.put(all[i]))
    end
    deploy(1, all[1].sha)
    deploy(2, all[5].sha, nil, all[2].sha)
    local blobs = count "release_blob"
    assert.same({ releases = 2, blobs = 2 }, release.retire(2)) -- 3 and 4
    assert.equal(blobs - 2, count "release_blob")
    for i, one in ipairs(all) do
      if i == 3 or i == 4 then
        assert.equal("release.not_found", select(2, release.get(one.sha)).code)
      else
        assert.is_truthy(release.get(one.sha))
      end
    end
    assert.same({ releases = 0, blobs = 0 }, release.retire(2))
    assert.equal("new", store.put(all[3]))
    assert.is_truthy(release.get(all[3].sha))
  end)

  it("keeps what somebody is about to make live", function()
    local one = build()
    assert(store.put(one))
    database.execute(([[INSERT INTO rollout (kind, base_epoch, stable, who, host, why)
      VALUES ('deploy', 0, '\x%s', 'hana', 'here', '')]]):format(one.sha))
    assert.same({ releases = 0, blobs = 0 }, release.retire(0))
    database.execute "UPDATE rollout SET closed_at = now(), outcome = 'refused'"
    assert.equal(1, release.retire(0).releases)
  end)

  it("keeps a hundred unless told", function()
    for i = 1, 3 do assert(store.put(build { ["app/n.lua"] = "return " .. i })) end
    assert.same({ releases = 0, blobs = 0 }, release.retire())
  end)

  it("never takes a content from a release that is stored at the same moment", function()
    for round = 1, 10 do
      local old, new = build { ["app/n.lua"] = "return 1", ["app/o.lua"] = "-- " .. round },
        build { ["app/n.lua"] = "return 1", ["app/p.lua"] = "-- " .. round }
      assert(store.put(old))
      local putting = task.spawn(function() assert(store.put(new)) end)
      assert(release.retire(0))
      putting:join()
      if store.find(new.sha) then assert.is_truthy(release.get(new.sha)) end
      release.retire(0)
    end
  end)
end)
