//! What somebody has to see to by a day: the follow-ups that records ask for, on the list of the doctor who asked.

mod list;
pub mod model;
mod queries;
mod setting;

pub(crate) use setting::put;
pub use setting::{FollowUp, follow};

use model::{ListTasks, SetTaskDone, Task};

crate::commands! {
    read "tasks.list": Needs(ChartRead) => list::list, ListTasks => Vec<Task>;
    write "tasks.set_done": Needs(ChartWrite) => setting::set_done, SetTaskDone => Task;
}
