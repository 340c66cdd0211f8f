// Written by `cargo test -p curanda-core export_bindings`. Do not edit.
import type { ChangePassword } from './ChangePassword';
import type { ClinicCreated } from './ClinicCreated';
import type { CreateClinic } from './CreateClinic';
import type { CreatedUser } from './CreatedUser';
import type { EndSession } from './EndSession';
import type { GetSettings } from './GetSettings';
import type { ListSessions } from './ListSessions';
import type { Me } from './Me';
import type { NewUser } from './NewUser';
import type { OpenSession } from './OpenSession';
import type { ResetPassword } from './ResetPassword';
import type { SetSetting } from './SetSetting';
import type { SetUserStatus } from './SetUserStatus';
import type { SettingItem } from './SettingItem';
import type { SignIn } from './SignIn';
import type { SignedIn } from './SignedIn';
import type { TemporaryPassword } from './TemporaryPassword';
import type { Unlock } from './Unlock';
import type { UpdateUser } from './UpdateUser';
import type { UserAccount } from './UserAccount';

/** Every command of the core. */
export interface Commands {
  'setup.create_clinic': { request: CreateClinic; response: ClinicCreated; changes: true };
  'identity.sign_in': { request: SignIn; response: SignedIn; changes: true };
  'identity.unlock': { request: Unlock; response: null; changes: true };
  'identity.change_password': { request: ChangePassword; response: Me; changes: true };
  'identity.sign_out': { request: null; response: null; changes: true };
  'identity.me': { request: null; response: Me; changes: false };
  'identity.sessions': { request: ListSessions; response: Array<OpenSession>; changes: false };
  'identity.end_session': { request: EndSession; response: null; changes: true };
  'users.list': { request: null; response: Array<UserAccount>; changes: false };
  'users.create': { request: NewUser; response: CreatedUser; changes: true };
  'users.update': { request: UpdateUser; response: UserAccount; changes: true };
  'users.set_status': { request: SetUserStatus; response: UserAccount; changes: true };
  'users.reset_password': { request: ResetPassword; response: TemporaryPassword; changes: true };
  'settings.get': { request: GetSettings; response: Array<SettingItem>; changes: false };
  'settings.set': { request: SetSetting; response: SettingItem; changes: true };
}

export type CommandName = keyof Commands;
