use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use countersign_server::Setup;
use countersign_server::clock::Clock;
use countersign_server::config::{Config, LogFormat, LogLevel};
use countersign_server::crypto::password::Cost;
use countersign_server::sms::{Channels, ConsoleMessages, Dispatcher, HttpSender};
use countersign_server::storage::Storage;
use countersign_server::web::{Assets, Web};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing::level_filters::LevelFilter;

use super::CliError;
use super::open::open;

/// Answers that are under way at the stop may take so long.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// Messages that wait at the stop may take so long.
const LAST_MESSAGES: Duration = Duration::from_secs(10);
const HOUR: Duration = Duration::from_hours(1);

/// Serves until a signal to stop.
pub(super) async fn serve(config: Config) -> Result<(), CliError> {
    log_as_configured(&config);
    let assets = assets_of(&config)?;
    let (storage, keys) = open(&config).await?;
    let listener = listen(&config).await?;
    let address = listener
        .local_addr()
        .map_err(|error| CliError::new(format!("The port cannot be told: {error}.")))?;
    let origin = config.origin_at(address.port());

    let clock = Clock::system();
    let console = ConsoleMessages::default();
    let http = HttpSender::new().map_err(|error| {
        CliError::new(format!(
            "TLS for the text message gateway cannot be set up: {error}."
        ))
    })?;
    let (queue, dispatcher) = Dispatcher::new(Channels {
        storage: storage.clone(),
        console: console.clone(),
        http,
        clock: clock.clone(),
    });
    let messages = tokio::spawn(dispatcher.run());
    let purging = tokio::spawn(purge_hourly(storage.clone(), clock.clone()));

    let web = Web {
        assets,
        https: origin.is_https(),
        demo: config.demo.then_some(console),
        storage: storage.clone(),
    };
    announce(address, &config);
    let api = countersign_server::app(Setup {
        origin,
        server_name: config.server_name,
        trusted_proxies: config.trusted_proxies,
        storage: storage.clone(),
        keys,
        password_cost: Cost::default(),
        clock,
        sms: Arc::new(queue),
    });
    answer_until_stopped(listener, web.around(api)).await?;

    purging.abort();
    if tokio::time::timeout(LAST_MESSAGES, messages).await.is_err() {
        tracing::error!("text messages are lost: they took too long to send at the stop");
    }
    storage.close().await;
    tracing::info!("stopped");
    Ok(())
}

fn log_as_configured(config: &Config) {
    let level = match config.log_level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    let lines = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => lines.with_ansi(false).with_target(false).init(),
        LogFormat::Json => lines.json().init(),
    }
    for variable in &config.unknown_variables {
        tracing::warn!(variable, "this environment variable is not known");
    }
}

fn assets_of(config: &Config) -> Result<Assets, CliError> {
    match &config.web_dir {
        None => Ok(Assets::embedded()),
        Some(folder) => Assets::from_folder(folder).map_err(|error| {
            CliError::new(format!(
                "The app's files in {} cannot be read: {error}.",
                folder.display()
            ))
        }),
    }
}

async fn listen(config: &Config) -> Result<TcpListener, CliError> {
    TcpListener::bind(config.listen).await.map_err(|error| {
        CliError::new(match error.kind() {
            std::io::ErrorKind::AddrInUse => format!(
                "Port {} is taken by another program: stop that one, or choose another port with \
                 --port.",
                config.listen.port()
            ),
            _ => format!(
                "Nothing can listen on {}: {error}; choose another address with --listen.",
                config.listen
            ),
        })
    })
}

/// Tells people, and programs that let the system choose the port, where the server is.
fn announce(address: SocketAddr, config: &Config) {
    let here = address.ip().is_loopback() || address.ip().is_unspecified();
    let place = if here {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    };
    let mut out = std::io::stdout();
    // Whoever started the server may not listen any more; it serves all the same.
    let _ = writeln!(out, "Listening on {place}");
    if let Some(origin) = &config.public_origin {
        let _ = writeln!(out, "People reach it at {origin}");
    }
    if config.demo {
        let _ = writeln!(
            out,
            "Demo mode: everybody's text messages are at {place}/demo/messages"
        );
    }
}

async fn purge_hourly(storage: Storage, clock: Clock) {
    let mut hours = tokio::time::interval(HOUR);
    loop {
        hours.tick().await;
        if let Err(error) = storage.purge(clock.now()).await {
            tracing::error!(%error, "what has expired was not removed");
        }
    }
}

async fn answer_until_stopped(listener: TcpListener, router: axum::Router) -> Result<(), CliError> {
    let (stopping, stopped) = oneshot::channel();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop_signal().await;
        // Nobody waits for it when the server has failed already.
        let _ = stopping.send(());
    });
    let too_long = async {
        // It is sent before it is dropped.
        let _ = stopped.await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        result = server => result
            .map_err(|error| CliError::new(format!("The server failed: {error}."))),
        () = too_long => {
            tracing::warn!("some answers were cut off at the stop");
            Ok(())
        }
    }
}

/// Ctrl-C, or what service managers send.
async fn stop_signal() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "the server cannot be stopped by Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(error) => {
                tracing::error!(%error, "the server cannot be stopped by SIGTERM");
                interrupted.await;
            }
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
