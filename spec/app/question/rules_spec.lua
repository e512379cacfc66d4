local rules = require "question.rules"

describe("a secret question", function()
  local row = { author = "김**", secret = true, body = "제 주소로 언제 오나요?", answer = "내일요", answered = true, at = 1, member_id = "kim" }

  it("is read by its writer", function()
    local seen = rules.view(row, "kim")
    assert.same({ "제 주소로 언제 오나요?", "내일요", true }, { seen.body, seen.answer, seen.mine })
  end)

  it("is only known to be there by everybody else", function()
    for _, reader in ipairs { "lee", false } do
      local seen = rules.view(row, reader or nil)
      assert.same({ rules.SECRET, true, "답변 완료" }, { seen.body, seen.hidden, seen.state })
      assert.is_nil(seen.answer)
    end
  end)

  it("that nobody wrote is nobody's: a guest is not its writer", function()
    assert.is_true(rules.view({ author = "하**", secret = true, body = "x", answered = false, at = 1 }, nil).hidden)
  end)
end)
