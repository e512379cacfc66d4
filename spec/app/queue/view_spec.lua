local view = require "queue.rules.view"

describe("jobs in the back office", function()
  it("say how long something takes in one short word", function()
    local words = {}
    for i, seconds in ipairs { 0, 0.0042, 0.999, 1, 1.26, 59, 61, 3599, 3600, 172799, 172800 } do words[i] = view.duration(seconds) end
    assert.same({ "0ms", "4ms", "999ms", "1초", "1.3초", "59초", "1분", "59분", "1시간", "47시간", "2일" }, words)
    assert.is_nil(view.duration(nil))
    assert.equal("0ms", view.duration(-0.5)) -- two clocks
  end)

  it("are added up over all kinds, and what wants looking at stands out", function()
    local list, figures = view.states({
      { kind = "a", ready = 1, running = 2, scheduled = 5, retrying = 3, dead = 0, done = 10, done_minute = 1, again = 2, oldest = 90,
        waited = { 0.001, 0.5 }, took = { 1, 2 } },
      { kind = "b", ready = 1, running = 0, scheduled = 0, retrying = 0, dead = 4, done = 0, done_minute = 0, again = 0 },
    }, { a = { concurrency = 2, rate = { count = 600, per = 60 } } })
    assert.same({ 2, 2, 2, 3, 4, 10 }, { figures[1].value, figures[2].value, figures[3].value, figures[4].value, figures[5].value,
      figures[6].value })
    assert.same({ "wait", "bad" }, { figures[4].tone, figures[5].tone })
    assert.same({ 2, "1분", "한 번에 2개, 1분에 600개" }, { list[1].later, list[1].oldest, list[1].limits })
    assert.same({ half = "1ms", most = "500ms" }, list[1].waited)
    assert.is_nil(list[1].unknown)
    assert.is_true(list[2].unknown)
  end)
end)
