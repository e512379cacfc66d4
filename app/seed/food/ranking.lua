-- What sells most at 모락상회, best first; the default order of lists.

return { "galbitang", "budae-jjigae", "tteokbokki", "bulgogi-deopbap" }
