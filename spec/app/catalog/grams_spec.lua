local grams = require "catalog.rules.grams"
local closeness = require "catalog.rules.closeness"

local MALL, OTHER = "01900000-0000-7000-8000-00000000000a", "01900000-0000-7000-8000-00000000000b"

local function document(fields, rank, mall_id)
  local set = {}
  for _, gram in ipairs(grams.of_document(mall_id or MALL, fields, rank or 99999)) do set[gram] = true end
  return set
end

local function finds(set, query, mall_id)
  local wanted = grams.of_query(mall_id or MALL, query)
  if #wanted == 0 then return false end
  for _, gram in ipairs(wanted) do
    if not set[gram] then return false end
  end
  return true
end

describe("searching in Korean", function()
  local coffee = document { { text = "담은 밀스 커피 (6입)", initials = true }, { text = "냉장" } }

  it("finds a part of a name across its spaces", function()
    assert.is_true(finds(coffee, "밀스커피"))
    assert.is_true(finds(coffee, "은밀"))
  end)

  it("finds words in any order", function() assert.is_true(finds(coffee, "커피 밀스")) end)

  it("finds by initial consonants", function()
    assert.is_true(finds(coffee, "ㅁㅅ"))
    assert.is_true(finds(coffee, "ㅁㅅㅋㅍ"))
    assert.is_false(finds(coffee, "ㅋㅁ"))
  end)

  it("takes apart consonants that the keyboard joined", function()
    local set = document { { text = "각설탕", initials = true } }
    assert.is_true(finds(set, "ㄳ"))
  end)

  it("finds one letter, and one consonant where a word begins", function()
    assert.is_true(finds(coffee, "밀"))
    assert.is_true(finds(coffee, "ㅋ"))
    assert.is_false(finds(coffee, "ㅎ"))
  end)

  it("does not look for initials in a field that has none", function() assert.is_false(finds(coffee, "ㄴㅈ")) end)

  it("does not join the end of one field with the beginning of the next", function()
    assert.is_false(finds(coffee, "입냉"))
  end)

  it("takes full-width letters, capitals and punctuation as they are meant", function()
    local set = document { { text = "KF94 마스크, 50매" } }
    assert.is_true(finds(set, "ｋｆ９４"))
    assert.is_true(finds(set, "마스크(50매)"))
  end)

  it("finds nothing for nothing", function()
    assert.same({}, grams.of_query(MALL, ""))
    assert.same({}, grams.of_query(MALL, " .,!· "))
  end)

  it("gives grams that fit PostgreSQL's integer", function()
    for _, gram in ipairs(grams.of_document(MALL, { { text = "힣힣 abc 漢字 😀", initials = true } }, 1)) do
      assert.is_true(gram >= -2 ^ 31 and gram < 2 ^ 31 and gram == math.floor(gram))
    end
  end)

  it("keeps the grams of two malls apart", function()
    local wanted = grams.of_query(OTHER, "밀스커피")
    for _, gram in ipairs(wanted) do assert.is_nil(coffee[gram]) end
  end)

  it("marks what stands on the front shelves", function()
    assert.is_true(document({ { text = "쌀" } }, 1000)[grams.shelf(MALL, 1)])
    assert.is_nil(document({ { text = "쌀" } }, 1001)[grams.shelf(MALL, 1)])
    assert.is_true(document({ { text = "쌀" } }, 10000)[grams.shelf(MALL, 2)])
    assert.is_nil(document({ { text = "쌀" } }, 10001)[grams.shelf(MALL, 2)])
  end)
end)

describe("a mistyped word", function()
  local function near(typed, name)
    local distance, meant = closeness.nearest(typed, grams.key(name))
    return distance <= closeness.LIMIT and meant
  end

  it("is near to the word that was meant", function()
    assert.equal("밀스커피", near("밀스커삐", "담은 밀스 커피 6입"))
    assert.equal("김치", near("김취", "뒤란 배추김치 1kg"))
    assert.equal("갈비탕", near("갈빗탕", "맑은 갈비탕"))
  end)

  it("is not near to any word", function()
    assert.is_false(near("라면", "배추김치"))
    assert.is_false(near("세탁세제", "맑은 갈비탕"))
  end)

  it("shares its initials with what was meant", function()
    local meant = document { { text = "김치", initials = true } }
    local shared = 0
    for _, gram in ipairs((select(2, grams.of_guess(MALL, "김취")))) do shared = shared + (meant[gram] and 1 or 0) end
    assert.is_true(shared > 0)
  end)
end)
