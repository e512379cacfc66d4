-- Pictures of 고요살림: 첫 화면과 분류. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["category-kitchen"] = {
    { file = "category-kitchen.webp", alt = "주방·식기", width = 600, height = 600, color = "#d0cfc5" },
  },
  ["category-bath"] = {
    { file = "category-bath.webp", alt = "욕실·세탁", width = 600, height = 600, color = "#dfe1db" },
  },
}
