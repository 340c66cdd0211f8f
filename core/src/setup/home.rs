//! What a workstation remembers between starts: who it is and which store it uses. Never a secret.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::vault::{MemoryVault, Vault};
use crate::api::Workstation;
use crate::db::MySqlSettings;
use crate::documents::MongoSettings;
use crate::ids::WorkstationId;
use crate::{Error, Result};

/// The program's name in the operating system's folders, as in the shell's configuration.
const IDENTIFIER: &str = "org.curanda.desktop";

/// The folders and the vault of this workstation's user.
#[derive(Debug, Clone)]
pub struct Home {
    /// Holds `workstation.json`.
    pub config: PathBuf,
    /// Holds the embedded stores.
    pub data: PathBuf,
    /// Holds the secrets.
    pub vault: Arc<dyn Vault>,
    /// Holds what was typed, until the program ends.
    pub(super) typed: Arc<dyn Vault>,
}

/// `workstation.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Settings {
    /// Who this workstation is.
    pub workstation: Workstation,
    /// Which store it uses; none before first run.
    pub store: Option<StoreSettings>,
}

/// Which store, and how it is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StoreSettings {
    /// A folder of this computer.
    Embedded {
        /// Holds `clinic.db` and `store.json`.
        folder: PathBuf,
    },
    /// The clinic's servers.
    Servers {
        /// Names the passwords in the vault.
        id: Uuid,
        /// Rows.
        mysql: Box<MySqlSettings>,
        /// Documents.
        mongodb: Box<MongoSettings>,
        /// Whether the passwords are in the vault; otherwise they are typed at each start.
        remember: bool,
    },
}

impl StoreSettings {
    /// The clinic's servers, under a fresh id.
    #[must_use]
    pub fn servers(mysql: MySqlSettings, mongodb: MongoSettings, remember: bool) -> Self {
        Self::Servers {
            id: crate::ids::fresh(),
            mysql: Box::new(mysql),
            mongodb: Box::new(mongodb),
            remember,
        }
    }
}

/// `store.json` beside an embedded store, so that the folder can be moved and restored as a whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoreCard {
    /// Names the key in the vault.
    pub id: Uuid,
    /// Where the key comes from.
    pub key: KeyPlace,
}

/// Where the key of an embedded store comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum KeyPlace {
    /// Random, in the key ring.
    Keyring,
    /// Derived from a passphrase that is typed at each start.
    Passphrase {
        /// Hexadecimal, 16 bytes.
        salt: String,
    },
    /// In a file beside the store: only for a demo store, which holds no real person.
    Beside,
}

impl Home {
    /// Both folders in one, e.g. for `curanda --dir DIR`.
    ///
    /// # Errors
    /// When the folder is relative and there is no current one.
    pub fn in_one(folder: &Path, vault: Arc<dyn Vault>) -> Result<Self> {
        let folder = std::path::absolute(folder)?;
        Ok(Self {
            config: folder.clone(),
            data: folder,
            vault,
            typed: Arc::new(MemoryVault::default()),
        })
    }

    /// Where the installed program keeps its things, for the same user.
    ///
    /// # Errors
    /// When the environment names no home.
    pub fn of_user(vault: Arc<dyn Vault>) -> Result<Self> {
        let folder = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = |below: &str| folder("HOME").map(|home| home.join(below));
        let (config, data) = if cfg!(windows) {
            (folder("APPDATA"), folder("APPDATA"))
        } else if cfg!(target_os = "macos") {
            (home("Library/Application Support"), home("Library/Application Support"))
        } else {
            (
                folder("XDG_CONFIG_HOME").or_else(|| home(".config")),
                folder("XDG_DATA_HOME").or_else(|| home(".local/share")),
            )
        };
        let missing = || Error::fault("no home folder");
        Ok(Self {
            config: config.ok_or_else(missing)?.join(IDENTIFIER),
            data: data.ok_or_else(missing)?.join(IDENTIFIER),
            vault,
            typed: Arc::new(MemoryVault::default()),
        })
    }

    /// The folder of the clinic's own embedded store.
    #[must_use]
    pub fn clinic_folder(&self) -> PathBuf {
        self.data.join("clinic")
    }

    /// The folder of the demo store.
    #[must_use]
    pub fn demo_folder(&self) -> PathBuf {
        self.data.join("demo")
    }

    fn file(&self) -> PathBuf {
        self.config.join("workstation.json")
    }

    /// The workstation's settings; a new workstation gets an id and the computer's name.
    ///
    /// # Errors
    /// When the file cannot be read, is damaged, or cannot be made.
    pub fn load(&self) -> Result<Settings> {
        if let Some(settings) = read_json(&self.file())? {
            return Ok(settings);
        }
        let settings = Settings {
            workstation: Workstation {
                id: WorkstationId::fresh(),
                name: computer_name(),
            },
            store: None,
        };
        self.save(&settings)?;
        Ok(settings)
    }

    /// Keeps the settings.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, settings: &Settings) -> Result<()> {
        write_json(&self.file(), settings)
    }
}

/// Reads a JSON file; none when it does not exist.
pub(super) fn read_json<T: DeserializeOwned>(file: &Path) -> Result<Option<T>> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e.into()),
    }
}

/// Writes a JSON file whole or not at all: a power cut must not lose which store is in use.
pub(super) fn write_json(file: &Path, value: &impl Serialize) -> Result<()> {
    let folder = file.parent().ok_or_else(|| Error::fault("a file without a folder"))?;
    std::fs::create_dir_all(folder)?;
    let part = file.with_extension("part");
    std::fs::write(&part, serde_json::to_vec_pretty(value)?)?;
    std::fs::File::open(&part)?.sync_all()?;
    Ok(std::fs::rename(part, file)?)
}

/// The computer's own name, as a first name for the workstation.
fn computer_name() -> String {
    let from_system = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    ["COMPUTERNAME", "HOSTNAME"]
        .iter()
        .find_map(|variable| std::env::var(variable).ok())
        .or_else(from_system)
        .map(|name| name.trim().chars().take(60).collect::<String>())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "workstation".to_owned())
}
