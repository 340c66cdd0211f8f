//! A network cable that can be pulled: forwards to a server until it is cut.

use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Forwards connections to a server on 127.0.0.1.
#[derive(Debug)]
pub struct Proxy {
    /// Where it listens.
    pub port: u16,
    whole: Arc<watch::Sender<bool>>,
}

impl Proxy {
    /// Starts forwarding to a port.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap().port();
        let whole = Arc::new(watch::Sender::new(true));
        tokio::spawn(accept(listener, port, whole.clone()));
        Self { port: here, whole }
    }

    /// Ends every connection, and those that come.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    /// Forwards again.
    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

async fn accept(listener: TcpListener, port: u16, whole: Arc<watch::Sender<bool>>) {
    while let Ok((mut from, _)) = listener.accept().await {
        let mut cut = whole.subscribe();
        if *cut.borrow() {
            tokio::spawn(async move {
                let Ok(mut to) = TcpStream::connect(("127.0.0.1", port)).await else {
                    return;
                };
                tokio::select! {
                    _ = copy_bidirectional(&mut from, &mut to) => {}
                    _ = cut.wait_for(|whole| !whole) => {}
                }
            });
        }
    }
}
