-- What staff do with orders after they are paid, as routes/office.lua has the rest: many at once, one of them, tracking
-- numbers
-- by the sheet, and who carries parcels.

return {
  { "POST", "/admin/orders/print", "admin.orders.print", "order.bulk.admin.print", staff = "members.unmask" },
  { "POST", "/admin/orders/bulk/:what", "admin.orders.bulk", "order.bulk.admin.preview", staff = "orders.write" },
  { "POST", "/admin/orders/bulk/:what/confirm", "admin.orders.bulk.confirm", "order.bulk.admin.confirm",
    staff = "orders.write" },

  { "POST", "/admin/orders/:number/prepare", "admin.order.prepare", "order.office.admin.prepare", staff = "orders.write",
    body = 8 * 1024 },
  { "POST", "/admin/orders/:number/parcels", "admin.order.parcels", "order.office.admin.register", staff = "orders.write",
    body = 32 * 1024 },
  { "POST", "/admin/orders/:number/parcels/:seq/number", "admin.order.parcel.number", "order.office.admin.renumber",
    staff = "orders.write", body = 8 * 1024 },
  { "POST", "/admin/orders/:number/parcels/:seq/:what", "admin.order.parcel", "order.office.admin.parcel",
    staff = "orders.write", body = 8 * 1024 },
  { "POST", "/admin/orders/:number/hold", "admin.order.hold", "order.office.admin.hold", staff = "orders.write",
    body = 8 * 1024 },
  { "POST", "/admin/orders/:number/free", "admin.order.free", "order.office.admin.free", staff = "orders.write",
    body = 8 * 1024 },
  { "POST", "/admin/orders/:number/confirm", "admin.order.confirm", "order.office.admin.confirm", staff = "orders.write",
    body = 8 * 1024 },
  { "POST", "/admin/orders/:number/notes", "admin.order.note", "order.office.admin.note", staff = "orders.write",
    body = 8 * 1024 },
  { "GET", "/admin/orders/:number/address", "admin.order.address", "order.office.admin.address", staff = "members.unmask" },
  { "POST", "/admin/orders/:number/address", "admin.order.address", "order.office.admin.save_address",
    staff = "orders.write", body = 16 * 1024 },

  { "GET", "/admin/invoices", "admin.invoices", "shipment.sheet.admin.list", staff = "orders.read" },
  { "POST", "/admin/invoices", "admin.invoices", "shipment.sheet.admin.upload", staff = "orders.write",
    body = 20 * 1024 * 1024 },
  { "GET", "/admin/invoices/download/:name", "admin.invoices.file", "shipment.sheet.admin.download",
    staff = "members.unmask" },
  { "GET", "/admin/invoices/:id", "admin.invoice_sheet", "shipment.sheet.admin.show", staff = "orders.read" },
  { "POST", "/admin/invoices/:id", "admin.invoice_sheet", "shipment.sheet.admin.carry_out", staff = "orders.write" },

  { "GET", "/admin/carriers", "admin.carriers", "shipment.carrier.admin.list", staff = "malls.read" },
  { "GET", "/admin/carriers/new", "admin.carrier.new", "shipment.carrier.admin.new", staff = "malls.write" },
  { "POST", "/admin/carriers/new", "admin.carrier.new", "shipment.carrier.admin.create", staff = "malls.write",
    body = 16 * 1024 },
  { "GET", "/admin/carriers/:code", "admin.carrier", "shipment.carrier.admin.edit", staff = "malls.read" },
  { "POST", "/admin/carriers/:code", "admin.carrier", "shipment.carrier.admin.save", staff = "malls.write",
    body = 16 * 1024 },
}
