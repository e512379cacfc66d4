---@meta crypto

---@class crypto
local crypto = {}

---@param s string
---@return string bytes 16; only where a partner's protocol asks for it
function crypto.md5(s) end
---@param s string
---@return string bytes 20; only where a partner's protocol asks for it
function crypto.sha1(s) end
---@param s string
---@return string bytes 32
function crypto.sha256(s) end
---@param s string
---@return string bytes 48
function crypto.sha384(s) end
---@param s string
---@return string bytes 64
function crypto.sha512(s) end

---@param key string
---@param s string
---@return string bytes 20
function crypto.hmac_sha1(key, s) end
---@param key string
---@param s string
---@return string bytes 32
function crypto.hmac_sha256(key, s) end
---@param key string
---@param s string
---@return string bytes 48
function crypto.hmac_sha384(key, s) end
---@param key string
---@param s string
---@return string bytes 64
function crypto.hmac_sha512(key, s) end

---@param n integer 0 to 1048576
---@return string bytes
function crypto.random(n) end

---A UUID of version 7; each is larger than every one before it in this process.
---@return string
function crypto.uuid7() end

---In a time that depends on the length alone.
---@param a string
---@param b string
---@return boolean
function crypto.equal(a, b) end

---AES-256-GCM with a random nonce.
---@param key string 32 bytes
---@param plain string
---@param aad? string what must be the same when it is opened, though it is not inside
---@return string sealed nonce, ciphertext, tag
function crypto.seal(key, plain, aad) end

---@param key string 32 bytes
---@param sealed string
---@param aad? string
---@return string? plain, string? message, "invalid"? code
function crypto.open(key, sealed, aad) end

---AES-128-CBC with PKCS#7 padding, which proves nothing to who decrypts it; only where a partner's protocol asks for it.
---@param key string 16 bytes
---@param iv string 16 bytes
---@param plain string
---@return string ciphertext
function crypto.encrypt_cbc(key, iv, plain) end

---Ed25519.
---@param seed? string 32 bytes: the private key; random when absent
---@return string public, string private 32 bytes each
function crypto.keypair(seed) end
---@param private string 32 bytes
---@param s string
---@return string signature 64 bytes
function crypto.sign(private, s) end
---@param public string 32 bytes
---@param s string
---@param signature string
---@return boolean
function crypto.verify(public, s, signature) end

---@param bytes string
---@return string
function crypto.hex(bytes) end
---@param s string either case
---@return string? bytes, string? message, "encoding"? code
function crypto.unhex(s) end
---@param bytes string
---@return string padded
function crypto.base64(bytes) end
---@param s string padded
---@return string? bytes, string? message, "encoding"? code
function crypto.unbase64(s) end
---@param bytes string
---@return string without padding
function crypto.base64url(bytes) end
---@param s string without padding
---@return string? bytes, string? message, "encoding"? code
function crypto.unbase64url(s) end
---@param bytes string
---@return string padded
function crypto.base32(bytes) end
---@param s string either case, padded or not
---@return string? bytes, string? message, "encoding"? code
function crypto.unbase32(s) end

return crypto
