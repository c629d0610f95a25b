"""Makes Ente's encrypted export with libsodium itself: as a message, and as the last message of a stream.

The text is that of `ente_plain.txt`, the password is "test". Headers are random, so the files differ each time.
"""
import base64
import ctypes
import ctypes.util
import json
import pathlib

HERE = pathlib.Path(__file__).parent
PASSWORD = b"test"
PASSES, MEMORY, ARGON2ID = 1, 10240, 2

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
long = ctypes.c_ulonglong
assert sodium.sodium_init() >= 0

plain = (HERE / "ente_plain.txt").read_bytes()
salt = bytes(range(16))
key = ctypes.create_string_buffer(32)
failed = sodium.crypto_pwhash(
    key, long(32), PASSWORD, long(len(PASSWORD)), salt, long(PASSES), ctypes.c_size_t(MEMORY), ARGON2ID
)
assert not failed
for name, tag in (("message", 0), ("final", 3)):
    state, header = ctypes.create_string_buffer(64), ctypes.create_string_buffer(24)
    sealed = ctypes.create_string_buffer(len(plain) + 17)
    sodium.crypto_secretstream_xchacha20poly1305_init_push(state, header, key)
    failed = sodium.crypto_secretstream_xchacha20poly1305_push(
        state, sealed, None, plain, long(len(plain)), None, long(0), ctypes.c_ubyte(tag)
    )
    assert not failed
    text = lambda data: base64.b64encode(data).decode()
    export = {
        "version": 1,
        "kdfParams": {"memLimit": MEMORY, "opsLimit": PASSES, "salt": text(salt)},
        "encryptedData": text(sealed.raw),
        "encryptionNonce": text(header.raw),
    }
    (HERE / f"ente_sodium_{name}.json").write_text(json.dumps(export))
