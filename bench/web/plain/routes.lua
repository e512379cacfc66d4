return {
  { "GET", "/hello", "hello", "plain.pages.hello" },
  { "GET", "/greet", "greet", "plain.pages.greet" },
  { "GET", "/row/:id", "row", "plain.pages.row" },
}
