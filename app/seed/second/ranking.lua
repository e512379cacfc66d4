-- What sells most at 고요살림, best first; the default order of lists.

return {
  "towel-five", "mug-pair", "noodle-bowl", "laundry-wash", "iron-pan", "soy-candle", "duvet-set", "white-vase",
  "oak-board", "hand-wash", "wool-blanket", "plate-set", "tea-towel", "plant-pot", "diffuser", "walnut-tray",
}
