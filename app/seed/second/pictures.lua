-- Pictures of 고요살림 by product code (also "category-<code>" and "hero-<mall>-<n>"); the files are in app/seed/pictures/.

return {}
