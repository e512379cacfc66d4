-- Pictures of 모락상회 by product code (also "category-<code>" and "hero-<mall>-<n>"); the files are in app/seed/pictures/.

return {}
