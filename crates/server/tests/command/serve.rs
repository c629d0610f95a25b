//! The server as a process: how it starts, what it answers, how it stops.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout};

use crate::program::Program;

struct Serving {
    child: Child,
    lines: BufReader<ChildStdout>,
    port: u16,
}

impl Serving {
    fn start(program: &Program, words: &[&str]) -> Self {
        let mut child = program.run(&["serve", "--port", "0"]).args(words).spawn();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let port = line
            .trim_end()
            .strip_prefix("Listening on http://localhost:")
            .unwrap();
        Self {
            port: port.parse().unwrap(),
            child,
            lines,
        }
    }

    /// The whole answer, head and body.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// What it wrote until it ended by this signal, to both streams, and how it ended.
    #[cfg(unix)]
    fn stop_by(&mut self, signal: &str) -> (String, Option<i32>) {
        let killed = std::process::Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        let mut written = String::new();
        self.lines.read_to_string(&mut written).unwrap();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut written)
            .unwrap();
        (written, self.child.wait().unwrap().code())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_signal_stops_the_server_and_it_ends_well() {
    let program = Program::new();
    for signal in ["-TERM", "-INT"] {
        let mut serving = Serving::start(&program, &[]);
        assert!(serving.get("/healthz").ends_with("\r\n\r\nok\n"));
        let (written, code) = serving.stop_by(signal);
        assert_eq!(code, Some(0), "{written}");
        assert!(written.contains("stopped"), "{written}");
    }
}

#[cfg(unix)]
#[test]
fn queries_are_not_logged() {
    let mut serving = Serving::start(&Program::new(), &["--log-level", "trace"]);
    serving.get("/codes?secret=5ec2e7");
    let (written, _) = serving.stop_by("-TERM");
    assert!(
        written.contains("/codes") && !written.contains("5ec2e7"),
        "{written}"
    );
}

#[test]
fn the_demo_page_exists_in_demo_mode_alone() {
    let program = Program::new();
    let status = |serving: &Serving| {
        serving
            .get("/demo/messages")
            .lines()
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        status(&Serving::start(&program, &[])),
        "HTTP/1.1 404 Not Found"
    );
    assert_eq!(
        status(&Serving::start(&program, &["--demo"])),
        "HTTP/1.1 200 OK"
    );
}

#[test]
fn the_app_is_served_from_a_folder_when_one_is_given() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("index.html"),
        "<title>from the folder</title>",
    )
    .unwrap();
    let serving = Serving::start(
        &Program::new(),
        &["--web-dir", folder.path().to_str().unwrap()],
    );
    let answer = serving.get("/");
    assert!(
        answer.ends_with("<title>from the folder</title>"),
        "{answer}"
    );
    assert!(
        answer.contains("require-trusted-types-for 'script'"),
        "{answer}"
    );
}

#[test]
fn commands_work_while_the_server_serves() {
    let program = Program::new();
    let serving = Serving::start(&program, &[]);
    program.admin(&["demo"]).succeeds();
    program
        .admin(&["parameter", "set", "tfa.otp.issuer", "Other PAM"])
        .succeeds();
    let config = serving.get("/api/v1/client-config");
    assert!(config.contains("\"issuer\":\"Other PAM\""), "{config}");
}

#[test]
fn a_taken_port_is_one_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let error = Program::new().run(&["serve", "--port", &port]).fails();
    assert_eq!(
        error,
        format!(
            "Port {port} is taken by another program: stop that one, or choose another port with \
             --port.\n"
        )
    );
}
