import { m } from '$lib/paraglide/messages';

const names: Record<string, () => string> = {
	admin: m.identity_role_admin,
	doctor: m.identity_role_doctor,
	receptionist: m.identity_role_receptionist,
	hospital: m.identity_role_hospital,
	patient: m.identity_role_patient
};

/** What people call a role. */
export function roleName(role: string): string {
	return names[role]?.() ?? role;
}
