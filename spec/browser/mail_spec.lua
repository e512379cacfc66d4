-- Mail in a real browser: what staff see of it, and the development mailbox, on a PC and on a telephone.

local browser = require "spec.browser.browser"
local crypto = require "crypto"
local mall = require "spec.browser.mall"
local office = require "spec.app.office"
local pg = require "pg"

describe("mail in the back office", function()
  local shop, chromium, cookie

  setup(function()
    shop = mall.open { development = true }
    chromium = browser.start()
    cookie = office.session((office.account("owner", { email = "owner@sijang.test", name = "주인" }))).sijang_staff
    -- one that was given up, with a long name, a long address and a long reason, and what was heard of it
    local id = crypto.uuid7()
    pg.write([[INSERT INTO mail (mall_id, id, template, to_address, to_name, state, sealed, attempts, error, done_at)
      SELECT mall_id, $1, 'member/reset', $2, '남궁모락이라는긴이름을가진사람', 'failed', 'x', 20,
        'refused: 550 5.1.1 <na***@example.com>: Recipient address rejected: User unknown in virtual mailbox table', now()
      FROM mall_host WHERE host = 'localhost']], id, ("namgung"):rep(8) .. "@example.com")
    pg.write([[INSERT INTO mail_event (mall_id, provider, event_id, kind, address, mail_id, detail, at)
      SELECT mall_id, 'mandrill', 'e', 'hard_bounce', 'x', id, 'smtp;550 5.1.1 user unknown', now() FROM mail WHERE id = $1]], id)
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  for _, device in ipairs { "pc", "mobile" } do
    it("is previewed, sent to oneself and read in the mailbox, on a " .. device, function()
      local facts = chromium:play("mail.office", { base = shop.base, device = device, cookie = cookie })
      assert.matches("^%[시험%] %[모락상회%]", facts.subject)
      assert.matches("모락상회", facts.letter, 1, true)
      assert.matches("wr***@example.com", facts.stopped, 1, true)
      assert.is_nil(facts.left:find("wr***@example.com", 1, true))
      assert.same({}, shop:errors())
    end)
  end
end)
