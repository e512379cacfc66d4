local rules = require "review.rules"

describe("the reviews of a product", function()
  it("have an average that is never flattered", function()
    assert.is_nil(rules.average { 0, 0, 0, 0, 0 })
    assert.equal("4.9", rules.average { 0, 0, 0, 1, 49 })
    assert.equal("5.0", rules.average { 0, 0, 0, 0, 3 })
    assert.equal("3.6", rules.average { 1, 0, 0, 0, 2 })
  end)

  it("are summed up with the share of each star, and their writers by one letter", function()
    local summary = rules.summary({ stars = { 0, 0, 0, 1, 3 }, newest_reviews = {
      { author = "김**", option_label = "", rating = 5, body = "좋아요", at = 1 } } }, "/p/apple/reviews")
    assert.same({ 4, "4.7", 75, 25, 0 }, { summary.count, summary.average, summary.shares[1].percent, summary.shares[2].percent,
      summary.shares[5].percent })
    assert.same({ author = "김**", rating = 5, body = "좋아요", at = 1 }, summary.list[1])
    assert.same({ "남**", "손**", "K**" }, { rules.author "남궁하나", rules.author "", rules.author "Kim" })
  end)

  it("of a product of which nothing was said are none", function()
    assert.same({ count = 0, shares = {}, list = {}, url = "/p/apple/reviews" }, rules.summary(nil, "/p/apple/reviews"))
  end)
end)
