-- The malls of the installation.

return {
  full = {
    malls = {
      { id = "one", code = "morak", name = "모락상회", hosts = { "morak.example", "www.morak.example" }, active = true,
        facts = { done = 10, of = 10, missing = {} } },
      { id = "two", code = "goyo", name = "고요살림", hosts = {}, active = false,
        facts = { done = 8, of = 10, missing = { "대표자", "통신판매업 신고번호" } } },
    },
    page = { title = "몰" },
  },
  least = { malls = {}, page = { title = "몰" } },
}
