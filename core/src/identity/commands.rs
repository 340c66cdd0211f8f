//! Identity's rows of the command table.

use super::first_run::{ClinicCreated, CreateClinic, create_clinic};
use super::me::{Me, me};
use super::sessions::{EndSession, ListSessions, OpenSession, end_session, list_sessions};
use super::sign_in::{ChangePassword, SignIn, SignedIn, Unlock, change_password, sign_in, sign_out, unlock};
use super::users::{CreatedUser, ResetPassword, SetUserStatus, TemporaryPassword, create, list, reset_password, set_status, update};
use super::users_model::{NewUser, UpdateUser, UserAccount};

crate::commands! {
    direct "setup.create_clinic": Public => create_clinic, CreateClinic => ClinicCreated;
    direct "identity.sign_in": Public => sign_in, SignIn => SignedIn;
    direct "identity.unlock": SignedIn => unlock, Unlock => ();
    direct "identity.change_password": SignedIn => change_password, ChangePassword => Me;
    write "identity.sign_out": SignedIn => sign_out, () => ();
    read "identity.me": SignedIn => me, () => Me;
    read "identity.sessions": SignedIn => list_sessions, ListSessions => Vec<OpenSession>;
    write "identity.end_session": SignedIn => end_session, EndSession => ();
    read "users.list": Needs(UsersWrite) => list, () => Vec<UserAccount>;
    direct "users.create": Needs(UsersWrite) => create, NewUser => CreatedUser;
    write "users.update": Needs(UsersWrite) => update, UpdateUser => UserAccount;
    write "users.set_status": Needs(UsersWrite) => set_status, SetUserStatus => UserAccount;
    direct "users.reset_password": Needs(UsersWrite) => reset_password, ResetPassword => TemporaryPassword;
}
