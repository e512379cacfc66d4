return {
  { "GET", "/hello", "hello", "plain.pages.hello" },
  { "GET", "/row/:id", "row", "plain.pages.row" },
}
