-- What sells most at 모락상회, best first; the default order of lists.

return {
  "galbitang", "baechu-kimchi", "house-blend", "budae-jjigae", "apple-busa", "mills-bottle", "yakgwa", "white-rice",
  "tteokbokki", "free-range-egg", "cold-brew", "gim", "bulgogi-deopbap", "choco-cookie", "hanwoo-steak", "jangjorim",
  "granola", "tangerine", "mills-set", "custard-pudding", "kimchi-mandu", "milk", "mackerel", "drip-bag",
}
