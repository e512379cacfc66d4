-- What this site can do, in one read: method, path, name, page.

return {
  { "GET", "/", "home", "catalog.pages.home" },
  { "GET", "/c/:slug", "list", "catalog.pages.list" },
  { "GET", "/search", "search", "catalog.pages.search" },
  { "GET", "/p/:slug", "product", "catalog.pages.product" },

  { "GET", "/cart", "cart", "cart.pages.show", personal = true },
  { "POST", "/cart/items", "cart.add", "cart.pages.add", body = 8 * 1024 },
  { "POST", "/cart/items/:id", "cart.change", "cart.pages.change", body = 8 * 1024 },
  { "POST", "/cart/items/:id/remove", "cart.remove", "cart.pages.remove", body = 8 * 1024 },
  { "POST", "/cart/undo", "cart.undo", "cart.pages.undo", body = 8 * 1024 },

  { "GET", "/checkout", "checkout", "checkout.pages.form", personal = true },
  { "POST", "/checkout", "checkout", "checkout.pages.save", personal = true, body = 32 * 1024 },
  { "GET", "/checkout/confirm", "checkout.confirm", "checkout.pages.confirm", personal = true },
  { "POST", "/checkout/confirm", "checkout.confirm", "checkout.pages.place", personal = true, body = 8 * 1024 },

  { "GET", "/orders/lookup", "order.lookup", "order.pages.lookup", personal = true },
  { "POST", "/orders/lookup", "order.lookup", "order.pages.find", personal = true, body = 8 * 1024 },
  { "GET", "/orders/:number", "order", "order.pages.show", personal = true },

  { "GET", "/terms", "terms", "cms.pages.terms" },
  { "GET", "/privacy", "privacy", "cms.pages.privacy" },
  { "GET", "/guide", "guide", "cms.pages.guide" },
  { "GET", "/notices", "notices", "cms.pages.notices" },
  { "GET", "/notices/:slug", "notice", "cms.pages.notice" },

  { "GET", "/admin", "admin", "admin.admin.home", staff = true },
  { "GET", "/admin/orders", "admin.orders", "order.admin.list", staff = "orders.read" },

  { "GET", "/dev/mail", "dev.mail", "mail.pages.box", personal = true },
  { "GET", "/dev/mail/:id", "dev.mail.message", "mail.pages.message", personal = true },
  { "GET", "/dev/mail/:id/:part", "dev.mail.part", "mail.pages.part", personal = true },

  { "POST", "/device", "device", "web.pages.device", body = 8 * 1024 },
  { "GET", "/media/:id/:name", "media", "media.pages.picture" },
  { "GET", "/sitemap.xml", "sitemap", "catalog.pages.sitemap" },
  { "GET", "/sitemaps/:name", "sitemap.file", "catalog.pages.sitemap_file" },
  { "GET", "/robots.txt", "robots", "catalog.pages.robots" },
}
