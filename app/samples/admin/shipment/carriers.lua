-- Who carries parcels.

local page = { title = "택배사", crumbs = { { name = "설정", url = "/admin/settings/shipping" }, { name = "택배사" } } }

return {
  full = { carriers = {
    { code = "cj", name = "CJ대한통운", aliases = "CJ, 대한통운", url = "/admin/carriers/cj", enabled = true, digits = "10–12자리",
      track_url = "https://trace.example/?no=123456789012" },
    { code = "direct", name = "직접 배송", aliases = "", url = "/admin/carriers/direct", enabled = false, digits = "0–40자리" },
  }, may_write = true, page = page },
  least = { carriers = {}, may_write = false, page = page },
}
