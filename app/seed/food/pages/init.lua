-- The written pages of 모락상회.

return { }
