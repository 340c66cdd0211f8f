import type { Me } from '$lib/api/generated/Me';
import type { SetupStatus } from '$lib/api/generated/SetupStatus';

const workstation = { id: 'w1', name: 'DESK-2' };

export const status: SetupStatus = {
	store: 'demo', server: null, trouble: null, has_clinic: true, clinic_name: 'Northgate Clinic', demo: true, demo_accounts: [], workstation, version: '1.0.0'
};

export const me: Me = {
	session: {
		id: 's1', user_id: 'u1', name: 'Orla Quinn', role: 'receptionist', home_location_id: 'l1',
		must_change_password: false, expires_at: '2026-11-25T08:00:00Z'
	},
	permissions: ['patients.read', 'schedule.read'],
	clinic_name: 'Northgate Clinic',
	locations: [
		{ id: 'l1', name: 'Northgate', time_zone: 'Europe/Dublin', currency: 'EUR', country: 'IE' },
		{ id: 'l2', name: 'Saigon Centre', time_zone: 'Asia/Ho_Chi_Minh', currency: 'VND', country: 'VN' }
	],
	workstation,
	idle_lock_minutes: 5,
	undo_seconds: 180,
	units: 'metric',
	theme: 'system',
	language: 'system'
};

export const account = { name: 'Orla Quinn', email: 'orla.quinn@northgate.example', password: 'curanda-demo', role: 'receptionist' as const };
