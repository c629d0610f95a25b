use countersign_protocol::SecretText;

use super::{Config, Key, Layers, Source};

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn config_of_file(text: &str) -> Result<Config, String> {
    let layers = Layers::default().with_file_text("server.toml".into(), text);
    layers
        .and_then(Config::from_layers)
        .map_err(|error| error.to_string())
}

fn config_of_environment(pairs: &[(&str, &str)]) -> Result<Config, String> {
    let layers = Layers::default().with_environment(variables(pairs));
    Config::from_layers(layers).map_err(|error| error.to_string())
}

fn source_of(config: &Config, key: Key) -> Source {
    config.lines().find(|line| line.key == key).unwrap().source
}

#[test]
fn without_any_source_the_defaults_hold() {
    let config = Config::from_layers(Layers::default()).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.origin_at(8080).as_str(), "http://localhost:8080");
    assert_eq!(
        config.database_file().to_str(),
        Some("./data/countersign.db")
    );
    assert!(!config.demo);
    assert!(config.lines().all(|line| line.source == Source::Default));
}

#[test]
fn flags_win_over_the_environment_over_the_file_over_the_defaults() {
    let file = "listen = \"127.0.0.1:1\"\nserver_name = \"File\"\ndata_dir = \"/file\"\n";
    let layers = Layers::default()
        .with_file_text("server.toml".into(), file)
        .unwrap()
        .with_environment(variables(&[
            ("COUNTERSIGN_LISTEN", "127.0.0.1:2"),
            ("COUNTERSIGN_SERVER_NAME", "Environment"),
            ("HOME", "/root"),
        ]))
        .with_flag(Key::Listen, Some("127.0.0.1:3".to_owned()))
        .with_flag(Key::LogLevel, None);
    let config = Config::from_layers(layers).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.server_name, "Environment");
    assert_eq!(config.data_dir.to_str(), Some("/file"));
    assert_eq!(source_of(&config, Key::Listen), Source::Flag);
    assert_eq!(source_of(&config, Key::ServerName), Source::Environment);
    assert_eq!(
        source_of(&config, Key::DataDir),
        Source::File("server.toml".into())
    );
    assert_eq!(source_of(&config, Key::LogLevel), Source::Default);
}

#[test]
fn the_port_flag_changes_the_port_alone() {
    let layers = Layers::default()
        .with_environment(variables(&[("COUNTERSIGN_LISTEN", "[::1]:9")]))
        .with_port(Some(0));
    let config = Config::from_layers(layers).unwrap();
    assert_eq!(config.listen.to_string(), "[::1]:0");
    assert_eq!(source_of(&config, Key::Listen), Source::Flag);
}

#[test]
fn the_master_key_is_never_shown() {
    let key = "0123456789abcdef".repeat(4);
    let config = config_of_environment(&[("COUNTERSIGN_MASTER_KEY", &key)]).unwrap();
    assert_eq!(
        config.master_key.as_ref().map(SecretText::expose),
        Some(key.as_str())
    );
    let line = config
        .lines()
        .find(|line| line.key == Key::MasterKey)
        .unwrap();
    assert_eq!(line.value, "********");
    assert!(!format!("{config:?}").contains(&key));
}

#[test]
fn a_wrong_master_key_is_not_repeated() {
    let error = config_of_environment(&[("COUNTERSIGN_MASTER_KEY", "5ec2e7")]).unwrap_err();
    assert_eq!(
        error,
        "COUNTERSIGN_MASTER_KEY: the master key must be 64 hexadecimal digits."
    );
}

#[test]
fn an_unknown_key_of_the_file_is_named() {
    let error = config_of_file("lisen = \"x\"").unwrap_err();
    assert!(
        error.starts_with("The key lisen in server.toml is not known;"),
        "{error}"
    );
}

#[test]
fn unknown_variables_of_our_prefix_are_noted() {
    let variables = [("COUNTERSIGN_DEMOO", "true"), ("HOME", "/root")];
    let config = config_of_environment(&variables).unwrap();
    assert_eq!(config.unknown_variables, ["COUNTERSIGN_DEMOO"]);
}

#[test]
fn each_mistake_is_one_sentence_with_its_place() {
    for (file, want) in [
        ("a = ", "server.toml, line 1: "),
        (
            "demo = true\nlisten = \"x\"",
            "listen in server.toml: \"x\" is not an address",
        ),
        (
            "demo = \"yes\"",
            "demo in server.toml: \"yes\" is neither true nor false.",
        ),
        ("demo = 1.5", "demo in server.toml must be a text"),
        (
            "log_level = \"loud\"",
            "log_level in server.toml: \"loud\" is none of",
        ),
        (
            "server_name = \"\"",
            "server_name in server.toml: the server's name must",
        ),
        (
            "trusted_proxies = [\"10.0.0.0/33\"]",
            "trusted_proxies in server.toml: \"10.0.0.0/33\"",
        ),
        (
            "public_origin = \"pam\"",
            "public_origin in server.toml: \"pam\" is not an origin",
        ),
    ] {
        let error = config_of_file(file).unwrap_err();
        assert!(error.starts_with(want), "{file}: {error}");
        assert!(
            !error.contains('\n') && error.ends_with('.'),
            "{file}: {error}"
        );
    }
}

#[test]
fn a_syntax_error_does_not_quote_the_line() {
    let error = config_of_file("demo = true\nmaster_key = 5ec2e7 x\n").unwrap_err();
    assert!(error.starts_with("server.toml, line 2: "), "{error}");
    assert!(!error.contains("5ec2e7"), "{error}");
}

#[test]
fn origins_are_read_strictly() {
    for (text, want) in [
        ("https://PAM.example.com/", Some("https://pam.example.com")),
        (
            "https://pam.example.com:443",
            Some("https://pam.example.com"),
        ),
        (
            "https://pam.example.com:8443",
            Some("https://pam.example.com:8443"),
        ),
        ("http://localhost:80", Some("http://localhost")),
        ("http://[::1]:8080", Some("http://[::1]:8080")),
        ("http://pam.example.com", None),
        ("https://pam.example.com/app", None),
        ("https://pam.example.com?x", None),
        ("https://me@pam.example.com", None),
        ("ftp://pam.example.com", None),
        ("pam.example.com", None),
    ] {
        let origin = super::values::origin(text).ok();
        assert_eq!(
            origin.as_ref().map(super::PublicOrigin::as_str),
            want,
            "{text}"
        );
    }
}

#[test]
fn a_network_holds_the_addresses_that_share_its_prefix() {
    let file = "trusted_proxies = [\"10.1.0.0/16\", \"192.168.0.7\", \"fd00::/8\"]";
    let networks = config_of_file(file).unwrap().trusted_proxies;
    for (address, inside) in [
        ("10.1.255.1", true),
        ("::ffff:10.1.0.1", true),
        ("10.2.0.1", false),
        ("192.168.0.7", true),
        ("192.168.0.8", false),
        ("fd12::1", true),
        ("fe80::1", false),
    ] {
        let address = address.parse().unwrap();
        let found = networks.iter().any(|network| network.contains(address));
        assert_eq!(found, inside, "{address}");
    }
}
