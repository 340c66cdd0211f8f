//! SQL of notifications. One row a recipient, so that each sees it in their own time.

use chrono::{DateTime, TimeDelta, Utc};

use super::model::{Notice, Notification};
use crate::db::{Read, Sql, Tx};
use crate::feed::Topic;
use crate::identity::{Permission, Role};
use crate::ids::{NotificationId, UserId};
use crate::{Result, args};

const INSERT: &str = "INSERT INTO notifications (id, recipient_id, kind, patient_id, subject_id, person, detail, seen_at, expires_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)";
const HOLDERS: &str = "SELECT id FROM users WHERE status = 'active' AND role IN (??) AND (home_location_id IS NULL OR ? IS NULL OR home_location_id = ?) ORDER BY id";
const LIST: &str = "SELECT n.id, n.kind, n.patient_id, CASE WHEN p.id IS NULL THEN NULL ELSE CONCAT(p.first_name, ' ', p.last_name) END AS patient_name, \
 n.subject_id, n.person, n.detail, n.seen_at, n.created_at FROM notifications n LEFT JOIN patients p ON p.id = n.patient_id \
 WHERE n.recipient_id = ? AND n.expires_at > ? ORDER BY n.created_at DESC, n.id DESC LIMIT 50";
const UNSEEN: &str = "SELECT COUNT(*) FROM notifications WHERE recipient_id = ? AND expires_at > ? AND seen_at IS NULL";
const SEE_ALL: &str = "UPDATE notifications SET seen_at = ?, updated_at = ? WHERE recipient_id = ? AND seen_at IS NULL";
const SEE: &str = "UPDATE notifications SET seen_at = ?, updated_at = ? WHERE recipient_id = ? AND seen_at IS NULL AND id IN (??)";

/// How long a notification is shown.
const KEPT: TimeDelta = TimeDelta::days(90);

/// Tells everyone in use whose role holds the permission, in the transaction of what happened. What is of a place is told to those who
/// work there and those who have no place of their own.
///
/// # Errors
/// As the store says.
pub async fn tell(tx: &mut Tx, notice: &Notice<'_>, who: Permission, now: DateTime<Utc>) -> Result<()> {
    let roles: Vec<_> = Role::ALL.iter().filter(|role| role.may(who)).map(|role| (*role).into()).collect();
    let list = Sql::list(HOLDERS, roles.len());
    let recipients: Vec<(UserId,)> = tx.all(list, [roles, args![notice.at, notice.at]].concat()).await?;
    for (recipient,) in recipients {
        let row = args![
            NotificationId::fresh(),
            recipient,
            notice.kind,
            notice.patient_id,
            notice.subject_id,
            notice.person,
            notice.detail,
            now + KEPT,
            now,
            now
        ];
        tx.exec(INSERT, row).await?;
        tx.changed(Topic::notifications(recipient));
    }
    Ok(())
}

pub(super) async fn list(q: &mut impl Read, of: UserId, now: DateTime<Utc>) -> Result<Vec<Notification>> {
    q.all(LIST, args![of, now]).await
}

pub(super) async fn unseen(q: &mut impl Read, of: UserId, now: DateTime<Utc>) -> Result<i64> {
    Ok(q.one::<(i64,)>(UNSEEN, args![of, now]).await?.0)
}

/// Marks the recipient's own; all of them when none is named.
pub(super) async fn see(tx: &mut Tx, of: UserId, ids: &[NotificationId], now: DateTime<Utc>) -> Result<()> {
    let mut values = args![now, now, of];
    values.extend(ids.iter().map(|id| (*id).into()));
    let sql = if ids.is_empty() {
        Sql::from(SEE_ALL)
    } else {
        Sql::list(SEE, ids.len())
    };
    tx.exec(sql, values).await.map(|_| ())
}
