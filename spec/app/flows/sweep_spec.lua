local shop = require "spec.app.shop"
local database = require "spec.support.database"
local office = require "spec.app.office"
local sweep = require "flows.sweep"
local store = require "flows.store"

describe("sweeping", function()
  local mall

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과" } }
    shop.draft(mall, { APPLE = 1 })
    store.count(mall.id, "try", "x", 900)
  end)

  it("leaves what is fresh", function()
    assert.same({ drafts = 0, carts = 0, sessions = 0, attempts = 0, snapshots = 0, letters = 0, members = 0, tokens = 0, jobs = 0, staff = 0,
      row_changes = 0, calls = 0 }, sweep.run())
  end)

  it("throws away the history of raw edits after more than a year, but for what something newer belongs to", function()
    database.execute [[
      INSERT INTO row_change (table_name, key, action, columns, before, after, staff_name, at) SELECT 'brand', ARRAY[n::text], 'update',
        '{name}', '{"name": "a"}', '{"name": "b"}', 'hana', now() - n * interval '1 day' FROM unnest(ARRAY[399, 401, 402]) AS n;
      INSERT INTO row_change (table_name, key, action, columns, before, after, staff_name, undoes)
        SELECT 'brand', key, 'update', '{name}', '{}', '{}', 'hana', id FROM row_change WHERE key = '{402}']]
    assert.equal(1, sweep.run().row_changes)
    assert.equal(3, shop.count "row_change")
  end)

  it("throws away the names and addresses of orders that were never placed, but not the cart", function()
    database.execute "UPDATE checkout_draft SET updated_at = now() - interval '25 hours'"
    assert.equal(1, sweep.run().drafts)
    assert.equal(1, shop.count "cart_line")
  end)

  it("throws away carts that were left, with all in them", function()
    database.execute "UPDATE cart SET updated_at = now() - interval '61 days'"
    assert.equal(1, sweep.run().carts)
    assert.equal(0, shop.count "cart_line")
    assert.equal(0, shop.count "checkout_draft")
  end)

  it("throws away sessions that ended", function()
    database.execute(([[INSERT INTO session (mall_id, sid_hash, expires_at)
      VALUES ('%s', sha256('ended'), now() - interval '3 days')]]):format(mall.id))
    assert.equal(1, sweep.run().sessions)
  end)

  it("throws away sessions of staff that ended, failures nobody repeated, and links of a month ago", function()
    local id = office.account "owner"
    office.session(id)
    office.session(id)
    database.execute [[
      UPDATE staff_session SET seen_at = now() - interval '31 minutes' WHERE id = (SELECT min(id::text)::uuid FROM staff_session);
      INSERT INTO staff_failure (subject, at) VALUES (sha256('a'), now() - interval '3 days'), (sha256('b'), now());
      INSERT INTO staff_invite (secret_hash, role, invited_by, expires_at)
      VALUES (sha256('a'), 'cs', 'x', now() - interval '31 days'), (sha256('b'), 'cs', 'x', now() - interval '1 day')]]
    assert.equal(3, sweep.run().staff)
    assert.equal(0, sweep.run().staff)
  end)

  it("forgets tries of the day before", function()
    database.execute "UPDATE attempt SET window_start = window_start - interval '2 days'"
    assert.equal(1, sweep.run().attempts)
  end)

  it("throws away the history of jobs once it is a week old, and dead letters once they are three months", function()
    database.execute [[INSERT INTO job (kind, args, state, run_at, died_at)
      VALUES ('sweep', '{}', 'dead', now(), now() - interval '91 days'), ('sweep', '{}', 'dead', now(), now() - interval '89 days')]]
    assert.equal(1, sweep.run().jobs)
    assert.equal(1, shop.count "job")
  end)
end)

describe("counting tries", function()
  it("starts anew with each window and each subject", function()
    local mall = shop.open { { code = "apple", name = "사과" } }
    assert.equal(1, (store.count(mall.id, "try", "x", 900)))
    assert.equal(2, (store.count(mall.id, "try", "x", 900)))
    assert.equal(1, (store.count(mall.id, "try", "y", 900)))
    database.execute "UPDATE attempt SET window_start = window_start - interval '15 minutes'"
    assert.equal(1, (store.count(mall.id, "try", "x", 900)))
  end)

  it("tells how long the window still lasts", function()
    local mall = shop.open { { code = "apple", name = "사과" } }
    for _, window in ipairs { 1, 60, 900 } do
      local _, left = store.count(mall.id, "try", "x", window)
      assert.is_true(left >= 1 and left <= window, left)
    end
  end)
end)
