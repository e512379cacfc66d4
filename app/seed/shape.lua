-- The shape of the demo malls' content. Content is plain Lua data, one folder a mall (`seed.food`, `seed.second`), and
-- whoever writes or imports it reads this page. Nothing here runs: the file is annotations only, and returns the list of
-- the malls' modules so that an importer has one place to start from.
--
--   local malls = require "seed.shape".malls          --> { "seed.food", "seed.second" }
--   local mall  = require(malls[1])                   --> seed.Mall, complete: notices expanded, pictures attached
--
-- Rules that hold for all of it: codes are unique within their mall and never change (the importer upserts by them);
-- money is an integer of won; text is Korean, NFC, without markup; lists keep the order in which a shopper sees them.

---@class seed.Mall
---@field code string                       ascii, e.g. "morak"
---@field hosts string[]                    host names it answers to, the first is its canonical one
---@field name string                       what shoppers call it
---@field tagline string
---@field description string                one sentence for search engines
---@field theme "food"|"living"
---@field footer seed.Footer
---@field shipping seed.Shipping
---@field payment seed.BankTransfer
---@field brands seed.Brand[]
---@field categories seed.Category[]
---@field products seed.Product[]           in the order of the categories, then as the merchandiser set them out
---@field home seed.Home
---@field notices seed.Notice[]             newest first
---@field popular string[]                  popular search words, most popular first
---@field pages table<"terms"|"privacy"|"guide", seed.Page>
---@field voices seed.Voices|nil            what buyers say and ask; of people who are invented

---@class seed.Voices
---@field reviews table[]                   {product code, author, stars, days ago, option, words}
---@field questions table[]                 {product code, author, days ago, words, answer|nil, secret|nil}

---@class seed.Footer                       what the law wants at the foot of every page; every value is fictional
---@field company string                    상호
---@field ceo string                        대표자
---@field address string
---@field phone string                      digits only
---@field email string
---@field business_no string                사업자등록번호
---@field business_check_url string
---@field mail_order_no string              통신판매업 신고번호
---@field mail_order_office string          신고기관
---@field privacy_officer string            개인정보보호책임자
---@field hosting string                    호스팅서비스 제공자
---@field escrow_url string                 path of the page about purchase safety
---@field hours string                      opening hours of the customer centre

---@class seed.Shipping
---@field carrier string
---@field fee integer                       won
---@field free_from integer                 goods of at least this much travel free (won)
---@field jeju_surcharge integer            won, also owed when shipping is free
---@field island_surcharge integer
---@field dispatch_text string              when it leaves
---@field return_fee integer                won, one way
---@field regions seed.Region[]             everything not named is "normal"

---@class seed.Region
---@field kind "jeju"|"island"
---@field name string
---@field from string                       first postcode, five digits, inclusive
---@field to string                         last postcode, inclusive

---@class seed.BankTransfer
---@field due_days integer                  days until 23:59 (Asia/Seoul) of which a deposit is awaited
---@field accounts {bank:string, bank_code:string, number:string, holder:string}[]

---@class seed.Brand
---@field code string
---@field name string
---@field story string                      one or two sentences

---@class seed.Category
---@field code string                       also its slug: /c/<code>
---@field name string
---@field description string
---@field icon string                       a word for the designer: "bowl", "cup", "grain" …
---@field picture seed.Picture|nil

---@class seed.Product
---@field code string                       e.g. "mk-budae-jjigae"; also the slug: /p/<code>
---@field category string                   code of its category (filled in by seed.assemble)
---@field brand string                      code of its brand
---@field name string                       retail name as printed on the shelf
---@field summary string                    the line below the name
---@field tags string[]
---@field origin string                     원산지
---@field maker string                      제조원 / 생산자
---@field storage "상온"|"냉장"|"냉동"|nil  only food has one
---@field expiry string|nil                 "발송일 기준 N일 이상 남은 상품"
---@field options {name:string, values:string[]}[]   none, one or two axes
---@field skus seed.Sku[]                   at least one
---@field contains {name:string, qty:integer}[]|nil  what a set is made of
---@field description seed.Block[]
---@field notice {label:string, value:string}[]      상품정보제공고시, expanded by catalog.rules.notice
---@field tax_free boolean|nil              free of value added tax (면세): farm produce as it grew
---@field perishable boolean|nil            withdrawal for a change of mind is excluded, as announced (신선식품)
---@field new boolean|nil                   badge
---@field best boolean|nil                  badge
---@field rank integer                      1 sells most; the default sort order of the mall (filled in by seed.assemble)
---@field pictures seed.Picture[]           the pictures of the gallery, first is the main one
---@field detail_pictures seed.Picture[]    long pictures below the description

---@class seed.Sku
---@field code string
---@field values string[]                   one value per option axis, in the order of the axes; {} without options
---@field price integer                     won, ends in 0
---@field list_price integer|nil            price before the reduction, higher than price
---@field stock integer
---@field weight_g integer                  for shipping
---@field unit seed.Unit|nil

---@class seed.Unit                         unit price = price * size / quantity, rounded half up
---@field label string                      "100g", "100ml", "1개"
---@field size integer                      how many base units the label means: 100, 100, 1
---@field quantity integer                  base units in this SKU: grams, millilitres or pieces

---@class seed.Block
---@field kind "headline"|"paragraph"|"points"|"steps"|"table"
---@field title string|nil                  of points, steps, table
---@field text string|nil                   of headline, paragraph
---@field items string[]|{[1]:string,[2]:string}[]|nil   of points and steps: lines; of table: {label, value} pairs

---@class seed.Picture
---@field file string                       in app/seed/pictures/
---@field alt string
---@field width integer
---@field height integer
---@field color string                      "#rrggbb", the dominant colour

---@class seed.Home
---@field heroes seed.Hero[]
---@field sections seed.Section[]

---@class seed.Hero
---@field title string                      two lines at most, "\n" between
---@field text string
---@field url string
---@field picture seed.Picture|nil          1600×700
---@field mobile_picture seed.Picture|nil   900×900
---@field color string                      background, "#rrggbb"

---@class seed.Section
---@field title string
---@field text string
---@field url string
---@field products string[]                 product codes

---@class seed.Notice
---@field code string
---@field title string
---@field date string                       "2026-11-20", a day in Asia/Seoul
---@field body string[]                     paragraphs

---@class seed.Page
---@field title string
---@field updated_on string                 "2026-11-01"
---@field sections {title:string, paragraphs:string[]}[]

return { malls = { "seed.food", "seed.second" } }
