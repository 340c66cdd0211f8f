//! Certificates for the test servers: our own CA, a server certificate for 127.0.0.1 and localhost, and a second
//! CA that signed nothing, for tests of refusal.
use std::path::PathBuf;

use anyhow::Result;

use super::folder;
use crate::{paths, setup, shell};

const DAYS: &str = "3650";

#[derive(Debug)]
pub struct Certificates {
    dir: PathBuf,
}

impl Certificates {
    /// The place of the certificates, which may not be made yet.
    pub fn folder() -> Result<Self> {
        Ok(Self {
            dir: folder()?.join("tls"),
        })
    }

    /// The certificates, made at the first call.
    pub fn ready() -> Result<Self> {
        let found = Self::folder()?;
        if !found.pem().exists() {
            setup::debian(&["openssl"])?;
            paths::ensure(found.dir.clone())?;
            found.make_ca("ca", "Curanda test CA")?;
            found.make_ca("other-ca", "Another CA")?;
            found.make_server()?;
        }
        Ok(found)
    }

    pub fn ca(&self) -> PathBuf {
        self.dir.join("ca.pem")
    }

    pub fn other_ca(&self) -> PathBuf {
        self.dir.join("other-ca.pem")
    }

    pub fn cert(&self) -> PathBuf {
        self.dir.join("server.pem")
    }

    pub fn key(&self) -> PathBuf {
        self.dir.join("server.key")
    }

    /// Key and certificate in one file, as mongod wants them.
    pub fn pem(&self) -> PathBuf {
        self.dir.join("server-both.pem")
    }

    fn make_ca(&self, name: &str, title: &str) -> Result<()> {
        let (key, cert, subject) = (format!("{name}.key"), format!("{name}.pem"), format!("/CN={title}"));
        let mut args = vec!["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        args.extend(["-days", DAYS, "-keyout", &key, "-out", &cert, "-subj", &subject]);
        args.extend(["-addext", "keyUsage=critical,keyCertSign,cRLSign"]);
        self.openssl(&args)
    }

    fn make_server(&self) -> Result<()> {
        let extensions = "basicConstraints=CA:FALSE\nsubjectAltName=IP:127.0.0.1,DNS:localhost\n\
            keyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n";
        std::fs::write(self.dir.join("server.ext"), extensions)?;
        let mut request = vec!["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        request.extend(["-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"]);
        self.openssl(&request)?;
        let mut sign = vec!["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key"];
        sign.extend(["-CAcreateserial", "-days", DAYS, "-extfile", "server.ext", "-out", "server.pem"]);
        self.openssl(&sign)?;
        let both = [std::fs::read(self.cert())?, std::fs::read(self.key())?].concat();
        Ok(std::fs::write(self.pem(), both)?)
    }

    fn openssl(&self, args: &[&str]) -> Result<()> {
        shell::quiet(shell::command(&["openssl"]).args(args).current_dir(&self.dir))?;
        Ok(())
    }
}
