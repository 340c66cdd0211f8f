import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';

/* Names as rows, panels and sentences write them. */

interface DoctorNamed {
	doctor_title: string;
	doctor_first_name: string;
	doctor_last_name: string;
}

/** Dr Amara Okafor */
export function doctorName(doctor: DoctorNamed): string {
	return [doctor.doctor_title, doctor.doctor_first_name, doctor.doctor_last_name].filter((part) => part !== '').join(' ');
}

/** What the visit is for, in the fewest words: the service, else the reason. */
export function purposeOf(card: Pick<AppointmentCard, 'service_name' | 'reason'>): string {
	return card.service_name ?? card.reason;
}
