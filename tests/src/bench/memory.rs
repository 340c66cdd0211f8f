//! How much memory some work takes beyond what was in use.

/// The peak since it began.
#[derive(Debug)]
pub struct Peak {
    before: u64,
}

impl Peak {
    /// Begins to measure the peak anew, where the system can do that; elsewhere the peak of the whole run is told.
    pub fn begin() -> Self {
        let _elsewhere_there_is_none = std::fs::write("/proc/self/clear_refs", "5");
        Self {
            before: kilobytes("VmRSS:"),
        }
    }

    /// Megabytes beyond what was in use at the beginning.
    pub fn megabytes(&self) -> u64 {
        kilobytes("VmHWM:").saturating_sub(self.before) / 1024
    }
}

fn kilobytes(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
