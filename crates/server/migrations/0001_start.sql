-- Times are milliseconds since 1970-01-01 UTC. Identifiers are 128 random bits, base64url.

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name in lower case: names differ by more than case.
    name_key TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    -- Argon2id, as a PHC string; NULL until a password is set.
    password_hash TEXT,
    phone TEXT,
    mail TEXT,
    language TEXT NOT NULL DEFAULT 'en',
    -- NULL: the groups decide. Otherwise 0 or 1, and it wins.
    sms_enabled BIGINT,
    locked_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE groups (
    name TEXT PRIMARY KEY,
    otp_enabled BIGINT NOT NULL DEFAULT 0,
    sms_enabled BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE user_groups (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    group_name TEXT NOT NULL REFERENCES groups (name) ON DELETE CASCADE,
    PRIMARY KEY (user_id, group_name)
);

CREATE TABLE parameters (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE parameter_changes (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE bindings (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- The device key's thumbprint (RFC 7638), base64url.
    jkt TEXT NOT NULL,
    -- AES-256-GCM under a key that is not in this database.
    secret_enc BLOB NOT NULL,
    issuer TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    digits BIGINT NOT NULL,
    period BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'superseded', 'revoked')),
    since BIGINT NOT NULL,
    registered_at BIGINT NOT NULL,
    means TEXT NOT NULL,
    device_name TEXT NOT NULL,
    address TEXT NOT NULL,
    -- The last step whose code was accepted.
    last_step BIGINT NOT NULL DEFAULT -1,
    -- Wrong codes since the last success, and since the registration.
    code_failures BIGINT NOT NULL DEFAULT 0,
    code_failures_total BIGINT NOT NULL DEFAULT 0,
    password_failures BIGINT NOT NULL DEFAULT 0,
    locked_until BIGINT NOT NULL DEFAULT 0,
    UNIQUE (user_id, generation)
);

-- One device at a time.
CREATE UNIQUE INDEX bindings_active ON bindings (user_id) WHERE state = 'active';
CREATE INDEX bindings_jkt ON bindings (jkt, user_id);

CREATE TABLE registrations (
    id TEXT PRIMARY KEY,
    -- NULL for one that can never be completed: it only looks like the others.
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    jkt TEXT NOT NULL,
    subject BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    expires_at BIGINT NOT NULL,
    resend_at BIGINT NOT NULL,
    device_name TEXT NOT NULL,
    -- The row is kept until then, so that another code may be asked for.
    ends_at BIGINT NOT NULL,
    binding_id TEXT REFERENCES bindings (id) ON DELETE CASCADE,
    superseded_other BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX registrations_subject ON registrations (subject, jkt);

-- Wrong codes and sent messages, by user name and password: real and made-up ones alike.
CREATE TABLE sms_tries (
    subject BLOB PRIMARY KEY,
    failures BIGINT NOT NULL DEFAULT 0,
    -- How often the tries have been used up since the last success.
    blocks BIGINT NOT NULL DEFAULT 0,
    blocked_until BIGINT NOT NULL DEFAULT 0,
    last_sent_at BIGINT NOT NULL,
    short_start BIGINT NOT NULL,
    short_sends BIGINT NOT NULL,
    long_start BIGINT NOT NULL,
    long_sends BIGINT NOT NULL,
    touched_at BIGINT NOT NULL
);

CREATE TABLE activation_codes (
    hash BLOB PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    jkt TEXT,
    binding_id TEXT REFERENCES bindings (id) ON DELETE CASCADE,
    superseded_other BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    jkt TEXT NOT NULL,
    binding_id TEXT REFERENCES bindings (id) ON DELETE SET NULL,
    device_name TEXT NOT NULL,
    address TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT
);

CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_binding ON sessions (binding_id);

CREATE TABLE dpop_seen (
    hash BLOB PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

CREATE INDEX dpop_seen_expires ON dpop_seen (expires_at);

CREATE TABLE sms_deliveries (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    at BIGINT NOT NULL
);

-- What a user was told through another channel.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL
);
