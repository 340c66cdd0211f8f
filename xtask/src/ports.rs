//! Ports of this machine: which are free, and whether somebody answers.
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

/// The first free port from `wanted` upwards.
pub fn free(wanted: u16) -> Result<u16> {
    (wanted..wanted + 90)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .with_context(|| format!("no free port from {wanted} upwards"))
}

pub fn accepts(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// Whether a server that speaks first, as MySQL and MariaDB do, has greeted on `port`.
pub fn greets(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    let limited = stream.set_read_timeout(Some(Duration::from_secs(2)));
    limited.is_ok() && stream.read_exact(&mut [0; 5]).is_ok()
}

#[cfg(test)]
mod tests {
    use super::free;
    use std::net::TcpListener;

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port().min(u16::MAX - 100);
        assert_ne!(free(port).unwrap(), taken.local_addr().unwrap().port());
    }
}
