"""Makes the encrypted files of formats for which no real file could be had as text.

It follows the published descriptions of the formats with another implementation of every
primitive (the Python package `cryptography`, which is OpenSSL) than the crate that reads them.
All randomness is fixed, so the files come out the same each time. The password is "test".
"""
import base64
import hashlib
import hmac
import json
import pathlib
import struct

from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

HERE = pathlib.Path(__file__).parent
PASSWORD = b"test"


def fixed(label, length):
    return hashlib.shake_128(label.encode()).digest(length)


def b64(data):
    return base64.b64encode(data).decode()


def argon2id(salt, memory_kib, passes, lanes):
    return Argon2id(
        salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory_kib
    ).derive(PASSWORD)


def pbkdf2(algorithm, salt, iterations):
    return PBKDF2HMAC(algorithm, 32, salt, iterations).derive(PASSWORD)


def cbc(key, iv, plain):
    padder = padding.PKCS7(128).padder()
    padded = padder.update(plain) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


def bitwarden(name, kdf, key, salt):
    enc = HKDFExpand(hashes.SHA256(), 32, b"enc").derive(key)
    mac = HKDFExpand(hashes.SHA256(), 32, b"mac").derive(key)

    def seal(label, plain):
        iv = fixed(name + label, 16)
        text = cbc(enc, iv, plain)
        tag = hmac.new(mac, iv + text, hashlib.sha256).digest()
        return f"2.{b64(iv)}|{b64(text)}|{b64(tag)}"

    export = {
        "encrypted": True,
        "passwordProtected": True,
        "salt": salt,
        **kdf,
        "encKeyValidation_DO_NOT_EDIT": seal("check", b"8f4c0f6e-6f3c-4b0e-9d5a-9d0f5a5b7c11"),
        "data": seal("data", (HERE / "bitwarden.json").read_bytes()),
    }
    (HERE / name).write_text(json.dumps(export, indent=2))


def main():
    salt = b64(fixed("bitwarden", 16))
    bitwarden(
        "bitwarden_pbkdf2.json",
        {"kdfType": 0, "kdfIterations": 600000},
        pbkdf2(hashes.SHA256(), salt.encode(), 600000),
        salt,
    )
    bitwarden(
        "bitwarden_argon2id.json",
        {"kdfType": 1, "kdfIterations": 3, "kdfMemory": 64, "kdfParallelism": 4},
        argon2id(hashlib.sha256(salt.encode()).digest(), 65536, 3, 4),
        salt,
    )

    salt, nonce = fixed("proton salt", 16), fixed("proton nonce", 12)
    plain = (HERE / "proton_plain.json").read_bytes()
    key = argon2id(salt, 19456, 2, 1)
    sealed = nonce + AESGCM(key).encrypt(nonce, plain, b"proton.authenticator.export.v1")
    export = {"version": 1, "salt": b64(salt), "content": b64(sealed)}
    (HERE / "proton_encrypted.json").write_text(json.dumps(export))

    plain = (HERE / "stratum_plain.json").read_bytes()
    salt, nonce = fixed("stratum salt", 16), fixed("stratum nonce", 12)
    sealed = AESGCM(argon2id(salt, 65536, 3, 4)).encrypt(nonce, plain, None)
    (HERE / "stratum_strong.stratum").write_bytes(b"AUTHENTICATORPRO" + salt + nonce + sealed)
    salt, iv = fixed("stratum legacy salt", 20), fixed("stratum legacy iv", 16)
    sealed = cbc(pbkdf2(hashes.SHA1(), salt, 64000), iv, plain)
    (HERE / "stratum_legacy.authpro").write_bytes(b"AuthenticatorPro" + salt + iv + sealed)

    plain = (HERE / "andotp_plain.json").read_bytes()
    salt, nonce = fixed("andotp salt", 12), fixed("andotp nonce", 12)
    sealed = AESGCM(pbkdf2(hashes.SHA1(), salt, 145776)).encrypt(nonce, plain, None)
    new = struct.pack(">I", 145776) + salt + nonce + sealed
    (HERE / "andotp_new.json.aes").write_bytes(new)
    nonce = b"\xf0" + fixed("andotp old nonce", 11)
    sealed = AESGCM(hashlib.sha256(PASSWORD).digest()).encrypt(nonce, plain, None)
    (HERE / "andotp_old.json.aes").write_bytes(nonce + sealed)


main()
