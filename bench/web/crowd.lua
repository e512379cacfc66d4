-- A hundred thousand products beside those that a mall has: what search must not slow down among. Their names are put
-- together at random, the same ones each time.

local json = require "json"
local grams = require "catalog.rules.grams"

local crowd = {}

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word end
  return list
end

local before = words "국산 유기농 저염 매콤한 담백한 고소한 부드러운 바삭한 냉동 수제 전통 매일 햇 얼큰한 달콤한 구수한"
local goods = words [[김치찌개 된장찌개 갈비탕 육개장 떡볶이 만두 잡채 불고기 볶음밥 누룽지 현미밥 밀스커피 콜드브루 녹차
  배추김치 깍두기 멸치볶음 오징어젓 약과 쿠키 식빵 고구마 사과 딸기 한우등심 삼겹살 고등어 새우]]
local after = words "세트 2인분 500g 1kg 10개입 대용량 선물세트 기획"
local tags = words "냉동 냉장 상온 신상품 베스트 비건 저염 간편식 선물 캠핑"

-- So many kinds, each of them fifty times: words are as frequent as in a big food mall.
local kinds = 2000

local function rows(mall_id)
  math.randomseed(11)
  local function pick(list) return list[math.random(#list)] end
  local list = {}
  for i = 1, kinds do
    local name = ("%s %s %s %s"):format(pick(before), pick(before), pick(goods), pick(after))
    local own = { pick(tags), pick(tags) }
    local read = { { text = name, initials = true }, { text = own[1], initials = true }, { text = own[2] },
      { text = "간편식" } }
    list[i] = { name_key = grams.key(name), tags = json.array(own),
      grams = json.array(grams.of_document(mall_id, read, 99999)) }
  end
  return json.array(list)
end

-- Run by a superuser: triggers would write each product's listing and sheet one by one.
local SQL = [[
  SET session_replication_role = replica;
  CREATE TEMP TABLE later AS SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = 'product_listing' AND indexdef LIKE '%USING gin%';
  DO $do$ DECLARE name text; BEGIN
    FOR name IN SELECT indexname FROM later LOOP EXECUTE 'DROP INDEX ' || name; END LOOP; END $do$;
  CREATE TEMP TABLE words AS SELECT row_number() OVER () AS n, * FROM
    jsonb_to_recordset($words$@ROWS@$words$) AS w (name_key text, tags text[], grams int[]);
  CREATE TEMP TABLE numbered AS SELECT uuid7() AS id, n, name_key, tags, grams, row_number() OVER (ORDER BY random()) AS rank
    FROM words, generate_series(1, 50);
  INSERT INTO product (mall_id, id, code, slug, name, brand_id, category_id)
    SELECT b.mall_id, id, 'p' || rank, 'p-' || rank, name_key, b.brand, b.category FROM numbered,
      (SELECT mall_id, brand_id AS brand, category_id AS category FROM product WHERE mall_id = '@MALL@' LIMIT 1) b;
  INSERT INTO sku (mall_id, product_id, id, code, price) SELECT '@MALL@', id, id, 'p' || rank, 1000 + rank FROM numbered;
  INSERT INTO stock (mall_id, sku_id, product_id, on_hand) SELECT '@MALL@', id, id, 9 FROM numbered;
  INSERT INTO product_listing (mall_id, product_id, category_id, brand_id, rank, price, published_at, name_key, tags, grams)
    SELECT '@MALL@', n.id, p.category_id, p.brand_id, n.rank, 1000 + n.rank, now(), n.name_key, n.tags, n.grams
      || CASE WHEN n.rank <= 1000 THEN ARRAY[@FRONT@, @SECOND@] WHEN n.rank <= 10000 THEN ARRAY[@SECOND@] ELSE '{}' END
    FROM numbered n JOIN product p ON p.id = n.id;
  SELECT write_product_sheets('@MALL@', array_agg(id)) FROM numbered;
  DO $do$ DECLARE definition text; BEGIN
    FOR definition IN SELECT indexdef FROM later LOOP EXECUTE definition; END LOOP; END $do$;
  VACUUM ANALYZE;]]

--- What a superuser runs to add the crowd to a mall that has at least one product.
---@param mall_id string
---@return string sql
function crowd.sql(mall_id)
  return (SQL:gsub("@(%u+)@", { ROWS = json.encode(rows(mall_id)), MALL = mall_id, FRONT = grams.shelf(mall_id, 1),
    SECOND = grams.shelf(mall_id, 2) }))
end

--- What shoppers ask of it: rare and common words, initials, tags, several words, none that fits, later pages, other orders.
---@type { [1]: string, page: integer|nil, sort: string|nil }[]
crowd.searches = { { "밀스커피" }, { "ㅁㅅㅋㅍ" }, { "ㅁㅅ" }, { "커피" }, { "김치" }, { "김" }, { "저염" }, { "냉동" }, { "간편식" },
  { "500g" }, { "배추김치 선물세트" }, { "고소한 밀스" }, { "없는말" }, { "김치", page = 5 }, { "밀스커피", sort = "cheap" } }

--- The same as catalog.search.store.find takes it.
---@param mall_id string
---@param search { [1]: string, page: integer|nil, sort: string|nil }
---@return string mall_id
---@return integer[] wanted
---@return table asked
---@return string sort
---@return integer limit
---@return integer offset
function crowd.question(mall_id, search)
  local q = search[1]
  return mall_id, grams.of_query(mall_id, q), { key = grams.key(q), tag = q }, search.sort or "relevance", 24,
    ((search.page or 1) - 1) * 24
end

return crowd
