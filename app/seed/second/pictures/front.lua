-- Pictures of 고요살림: 첫 화면과 분류. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["hero-goyo-1"] = {
    { file = "hero-goyo-1-pc.webp", alt = "면기와 머그, 화병을 늘어놓은 모습", width = 1600, height = 700, color = "#dfdcd2" },
    { file = "hero-goyo-1-mobile.webp", alt = "면기와 머그, 화병을 늘어놓은 모습", width = 900, height = 900, color = "#dcd9cf" },
  },
  ["hero-goyo-2"] = {
    { file = "hero-goyo-2-pc.webp", alt = "개어 놓은 이불과 베개, 담요", width = 1600, height = 700, color = "#d8dad3" },
    { file = "hero-goyo-2-mobile.webp", alt = "개어 놓은 이불과 베개, 담요", width = 900, height = 900, color = "#d3d5ce" },
  },
  ["category-kitchen"] = {
    { file = "category-kitchen.webp", alt = "주방·식기", width = 600, height = 600, color = "#d0cfc5" },
  },
  ["category-bath"] = {
    { file = "category-bath.webp", alt = "욕실·세탁", width = 600, height = 600, color = "#dfe1db" },
  },
  ["category-fabric"] = {
    { file = "category-fabric.webp", alt = "침구·패브릭", width = 600, height = 600, color = "#dcd6c9" },
  },
  ["category-home"] = {
    { file = "category-home.webp", alt = "홈데코·향", width = 600, height = 600, color = "#d7d8cf" },
  },
}
